package dev.spillway.benchmarks;

import dev.spillway.benchmarks.peer.HaproxyPeer;
import dev.spillway.benchmarks.peer.NginxPeer;
import dev.spillway.benchmarks.peer.Peer;
import dev.spillway.benchmarks.peer.SpillwayPeer;
import dev.spillway.benchmarks.peer.VertxHttpProxyPeer;
import java.util.List;

/** The proxies by their names. */
final class Peers {
  /** All of them; the first is what others are measured against. */
  static final List<String> ALL = List.of("haproxy", "nginx", "vertx-http-proxy", "spillway");

  private Peers() {}

  static List<Peer> named(List<String> names) {
    return names.stream().map(Peers::named).toList();
  }

  private static Peer named(String name) {
    return switch (name) {
      case "haproxy" -> new HaproxyPeer();
      case "nginx" -> new NginxPeer();
      case "vertx-http-proxy" -> new VertxHttpProxyPeer();
      case "spillway" -> new SpillwayPeer("spillway", List.of(SpillwayHome.launcher()));
      default ->
          throw new IllegalArgumentException(
              "expected haproxy, nginx, vertx-http-proxy or spillway, found " + name);
    };
  }
}
