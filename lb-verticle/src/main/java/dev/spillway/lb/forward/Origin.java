package dev.spillway.lb.forward;

import java.net.URI;

/**
 * Where a server answers, taken apart.
 *
 * @param host name or address
 * @param port 1 to 65535
 * @param ssl whether it is spoken to by TLS
 */
record Origin(String host, int port, boolean ssl) {

  /**
   * Reads a server's URL.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Origin parse(String url) {
    URI uri = URI.create(url);
    boolean ssl = "https".equalsIgnoreCase(uri.getScheme());
    if (uri.getHost() == null || !(ssl || "http".equalsIgnoreCase(uri.getScheme()))) {
      throw new IllegalArgumentException(
          "expected a server's URL such as http://10.0.0.7:8080, found " + url);
    }
    String host = uri.getHost();
    if (host.startsWith("[")) {
      host = host.substring(1, host.length() - 1);
    }
    int port = uri.getPort() >= 0 ? uri.getPort() : ssl ? 443 : 80;
    return new Origin(host, port, ssl);
  }

  /** As in a Host field (RFC 9110 §7.2). */
  String authority() {
    String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return port == (ssl ? 443 : 80) ? name : name + ":" + port;
  }
}
