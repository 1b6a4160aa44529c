package dev.spillway.model;

/** What the places of a world are called in a trace, while forms are settled and places change. */
final class Names {
  private final String[] gateways;
  private final String[] servers;
  private int serversNamed;

  Names(Bounds bounds) {
    gateways = new String[bounds.gateways()];
    servers = new String[bounds.servers()];
    for (int gateway = 0; gateway < gateways.length; gateway++) {
      gateways[gateway] = "gateway-" + (char) ('a' + gateway);
    }
  }

  String gateway(int place) {
    return gateways[place];
  }

  String server(int place) {
    if (servers[place] == null) {
      servers[place] = "server-" + ++serversNamed;
    }
    return servers[place];
  }

  void serverNamed(int place, String name) {
    servers[place] = name;
  }

  void gatewaysSwapped(int a, int b) {
    String kept = gateways[a];
    gateways[a] = gateways[b];
    gateways[b] = kept;
  }

  void serverMoved(int from, int to) {
    servers[to] = servers[from];
    servers[from] = null;
  }

  void serverForgotten(int place) {
    servers[place] = null;
  }
}
