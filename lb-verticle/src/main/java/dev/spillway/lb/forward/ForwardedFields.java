package dev.spillway.lb.forward;

import io.netty.util.AsciiString;
import io.vertx.core.http.HttpHeaders;

/**
 * The fields that tell a server who is there: X-Forwarded-For, -Proto, -Host and -Port, Forwarded
 * (RFC 7239) and X-Request-Id. What a trusted proxy said of them is continued; what anybody else
 * said is dropped, together with every other field that servers take for a proxy's word.
 */
final class ForwardedFields {
  private static final CharSequence PREFIX = HttpHeaders.createOptimized("X-Forwarded-");
  private static final CharSequence FOR = HttpHeaders.createOptimized("X-Forwarded-For");
  private static final CharSequence PROTO = HttpHeaders.createOptimized("X-Forwarded-Proto");
  private static final CharSequence HOST = HttpHeaders.createOptimized("X-Forwarded-Host");
  private static final CharSequence PORT = HttpHeaders.createOptimized("X-Forwarded-Port");
  private static final CharSequence FORWARDED = HttpHeaders.createOptimized("Forwarded");
  private static final CharSequence REAL_IP = HttpHeaders.createOptimized("X-Real-IP");

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
  boolean takes(CharSequence name, CharSequence value) {
    return switch (name.length()) {
      case 9 ->
          isForwarded(name, value)
              || (!peer.trusted() && AsciiString.contentEqualsIgnoreCase(name, REAL_IP));
      case 12 -> AsciiString.contentEqualsIgnoreCase(name, RequestId.FIELD);
      default ->
          name.length() > PREFIX.length()
              && AsciiString.regionMatchesAscii(name, true, 0, PREFIX, 0, PREFIX.length())
              && takesPrefixed(name, value);
    };
  }

  private boolean isForwarded(CharSequence name, CharSequence value) {
    if (!AsciiString.contentEqualsIgnoreCase(name, FORWARDED)) {
      return false;
    }
    if (peer.trusted()) {
      forwarded = joined(forwarded, value.toString());
    }
    return true;
  }

  private boolean takesPrefixed(CharSequence name, CharSequence value) {
    if (!peer.trusted()) {
      return true;
    }
    if (AsciiString.contentEqualsIgnoreCase(name, FOR)) {
      forwardedFor = joined(forwardedFor, value.toString());
      return true;
    }
    proto |= AsciiString.contentEqualsIgnoreCase(name, PROTO);
    host |= AsciiString.contentEqualsIgnoreCase(name, HOST);
    port |= AsciiString.contentEqualsIgnoreCase(name, PORT);
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
  void add(FieldSink sent, String requestHost, CharSequence requestId) {
    AsciiString address = peer.forwardedFor();
    sent.add(FOR, forwardedFor == null ? address : joined(forwardedFor, address.toString()));
    if (!proto) {
      sent.add(PROTO, peer.scheme());
    }
    if (!host && requestHost != null) {
      sent.add(HOST, requestHost);
    }
    if (!port && !peer.localPort().isEmpty()) {
      sent.add(PORT, peer.localPort());
    }
    CharSequence element = peer.forwardedElement(requestHost);
    sent.add(FORWARDED, forwarded == null ? element : joined(forwarded, element.toString()));
    sent.add(RequestId.FIELD, requestId);
  }
}
