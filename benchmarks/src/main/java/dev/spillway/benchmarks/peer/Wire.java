package dev.spillway.benchmarks.peer;

/** What clients speak with a proxy; towards the backend it is HTTP/1.1 without TLS each time. */
public enum Wire {
  /** HTTP/1.1. */
  HTTP1("HTTP/1.1", false, false),
  /** HTTP/1.1 over TLS. */
  TLS("TLS", true, false),
  /** TLS connections that are closed as soon as they are agreed on, each with a full handshake. */
  HANDSHAKES("TLS handshakes", true, false),
  /** HTTP/2 without TLS, from the first byte on. */
  H2C("HTTP/2", false, true),
  /** HTTP/2 over TLS. */
  H2("HTTP/2, TLS", true, true);

  private final String label;
  private final boolean tls;
  private final boolean http2;

  Wire(String label, boolean tls, boolean http2) {
    this.label = label;
    this.tls = tls;
    this.http2 = http2;
  }

  /** The one with these properties. */
  public static Wire of(boolean tls, boolean http2) {
    if (tls) {
      return http2 ? H2 : TLS;
    }
    return http2 ? H2C : HTTP1;
  }

  /** As tables name it. */
  public String label() {
    return label;
  }

  /** Whether it is encrypted. */
  public boolean tls() {
    return tls;
  }

  /** Whether it is HTTP/2, not HTTP/1.1. */
  public boolean http2() {
    return http2;
  }

  /** The scheme of URLs, as proxies tell it to the backend, too. */
  public String scheme() {
    return tls ? "https" : "http";
  }

  /** The URL of a path on loopback. */
  public String url(int port, String path) {
    return "%s://127.0.0.1:%d%s".formatted(scheme(), port, path);
  }
}
