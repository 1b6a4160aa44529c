package dev.spillway.state;

import java.net.URI;

/**
 * A server that is there without Spillway, and what a worker found of it.
 *
 * @param name unique in the installation, and the same for every worker: {@link #name(String,
 *     String)}
 * @param url where it answers
 * @param health what the last probes found
 * @param reason why it is unhealthy; else empty
 */
public record FixedServer(String name, String url, Health health, String reason) {

  /** What probes found. */
  public enum Health {
    /** It was not probed yet; what is recorded of it stays. */
    UNKNOWN,
    /** It may be used. */
    HEALTHY,
    /** It may not be used. */
    UNHEALTHY
  }

  /**
   * The name of the fixed server at a URL: {@code POOL@HOST:PORT}. It depends on nothing else, so
   * that requests in flight are counted on the same server even after Redis lost its data.
   *
   * @param url scheme, host, and a port if it isn't the scheme's own
   */
  public static String name(String pool, String url) {
    URI uri = URI.create(url);
    int port = uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
    return pool + "@" + uri.getHost() + ":" + port;
  }
}
