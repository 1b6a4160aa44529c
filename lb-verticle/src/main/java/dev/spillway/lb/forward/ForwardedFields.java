package dev.spillway.lb.forward;

import io.vertx.core.MultiMap;

/**
 * The fields that tell a server who is there: X-Forwarded-For, -Proto, -Host and -Port, Forwarded
 * (RFC 7239) and X-Request-Id. What a trusted proxy said of them is continued; what anybody else
 * said is dropped, together with every other field that servers take for a proxy's word.
 */
final class ForwardedFields {
  private static final String PREFIX = "X-Forwarded-";
  private static final String FOR = "X-Forwarded-For";
  private static final String PROTO = "X-Forwarded-Proto";
  private static final String HOST = "X-Forwarded-Host";
  private static final String PORT = "X-Forwarded-Port";
  private static final String FORWARDED = "Forwarded";
  private static final String REAL_IP = "X-Real-IP";

  private final Peer peer;
  private String forwardedFor;
  private String forwarded;
  private boolean proto;
  private boolean host;
  private boolean port;

  ForwardedFields(Peer peer) {
    this.peer = peer;
  }

  /**
   * Looks at a received field; whether it is not to be sent on as it is: because it is continued by
   * {@link #add}, or because nobody can trust it.
   */
  boolean takes(String name, String value) {
    return switch (name.length()) {
      case 9 -> isForwarded(name, value) || (!peer.trusted() && name.equalsIgnoreCase(REAL_IP));
      case 12 -> name.equalsIgnoreCase(RequestId.FIELD);
      default ->
          name.length() > PREFIX.length()
              && name.regionMatches(true, 0, PREFIX, 0, PREFIX.length())
              && takesPrefixed(name, value);
    };
  }

  private boolean isForwarded(String name, String value) {
    if (!name.equalsIgnoreCase(FORWARDED)) {
      return false;
    }
    if (peer.trusted()) {
      forwarded = joined(forwarded, value);
    }
    return true;
  }

  private boolean takesPrefixed(String name, String value) {
    if (!peer.trusted()) {
      return true;
    }
    if (name.equalsIgnoreCase(FOR)) {
      forwardedFor = joined(forwardedFor, value);
      return true;
    }
    proto |= name.equalsIgnoreCase(PROTO);
    host |= name.equalsIgnoreCase(HOST);
    port |= name.equalsIgnoreCase(PORT);
    return false;
  }

  private static String joined(String before, String value) {
    return before == null || before.isEmpty()
        ? value
        : value.isEmpty() ? before : before + ", " + value;
  }

  /**
   * Adds what is to be sent.
   *
   * @param requestHost the host that was asked for; null if none was
   */
  void add(MultiMap sent, String requestHost, boolean tls, String requestId) {
    String scheme = tls ? "https" : "http";
    String address = peer.address().isEmpty() ? "unknown" : peer.address();
    sent.add(FOR, forwardedFor == null ? address : joined(forwardedFor, address));
    if (!proto) {
      sent.add(PROTO, scheme);
    }
    if (!host && requestHost != null) {
      sent.add(HOST, requestHost);
    }
    if (!port && !peer.localPort().isEmpty()) {
      sent.add(PORT, peer.localPort());
    }
    String element = peer.forwardedElement(requestHost, scheme);
    sent.add(FORWARDED, forwarded == null ? element : joined(forwarded, element));
    sent.add(RequestId.FIELD, requestId);
  }
}
