package dev.spillway.lb.forward;

import dev.spillway.lb.wire.Http2Heads;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Map;

/**
 * The fields a request is sent on with: the client's in their order, without the hop-by-hop fields,
 * with Via (RFC 9110 §7.6.3) and X-Forwarded-For continued. X-Forwarded-Proto and -Host are set
 * anew: what a client says of them can't be trusted.
 */
final class RequestHead {
  static final String PSEUDONYM = "spillway";

  static final String VIA = "Via";
  private static final String EXPECT = "Expect";
  private static final String FORWARDED_FOR = "X-Forwarded-For";
  private static final String FORWARDED_PROTO = "X-Forwarded-Proto";
  private static final String FORWARDED_HOST = "X-Forwarded-Host";

  private RequestHead() {}

  /**
   * Adds the fields to send.
   *
   * @throws Refusal 400 if a field can't be sent on
   */
  static void fill(MultiMap sent, HttpServerRequest request, RequestTarget target) throws Refusal {
    MultiMap received = request.headers();
    HopByHopFields hopByHop = HopByHopFields.of(received.getAll(HttpHeaders.CONNECTION));
    StringBuilder forwardedFor = new StringBuilder();
    boolean http2 = request.version() == HttpVersion.HTTP_2;
    String host = target.authority().isEmpty() ? Host.of(request) : target.authority();
    try {
      for (Map.Entry<String, String> field : received) {
        String name = field.getKey();
        if (name.equalsIgnoreCase(FORWARDED_FOR)) {
          forwardedFor.append(field.getValue()).append(", ");
        } else if (name.equalsIgnoreCase("Host")) {
          sent.add(name, host);
        } else if (http2 && name.contentEquals(HttpHeaders.COOKIE)) {
          addCookie(sent, field.getValue());
        } else if (!hopByHop.contains(name) && !isReplaced(name)) {
          sent.add(name, field.getValue());
        }
      }
      if (host != null && !sent.contains(HttpHeaders.HOST)) {
        sent.add(HttpHeaders.HOST, host);
      }
      sent.add(FORWARDED_FOR, forwardedFor.append(clientAddress(request)).toString());
      sent.add(FORWARDED_PROTO, request.isSSL() ? "https" : "http");
      if (host != null) {
        sent.add(FORWARDED_HOST, host);
      }
      sent.add(VIA, via(request.version()));
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, "found a header field that can't be sent on");
    }
  }

  /** HTTP/2 clients may send a field for each cookie; HTTP/1.1 has one (RFC 9113 §8.2.3). */
  private static void addCookie(MultiMap sent, String crumb) {
    String before = sent.get(HttpHeaders.COOKIE);
    sent.set(HttpHeaders.COOKIE, before == null ? crumb : before + "; " + crumb);
  }

  private static boolean isReplaced(String name) {
    return name.equalsIgnoreCase(FORWARDED_PROTO)
        || name.equalsIgnoreCase(FORWARDED_HOST)
        || name.equalsIgnoreCase(EXPECT);
  }

  private static String clientAddress(HttpServerRequest request) {
    String address = request.remoteAddress() == null ? null : request.remoteAddress().hostAddress();
    return address == null ? "unknown" : address;
  }

  static String via(HttpVersion received) {
    return switch (received) {
          case HTTP_1_0 -> "1.0 ";
          case HTTP_1_1 -> "1.1 ";
          case HTTP_2 -> "2 ";
        }
        + PSEUDONYM;
  }

  /**
   * Whether a request is followed by a body (RFC 9112 §6.3, RFC 9113 §8.1). Only to be asked before
   * anything else of its connection is read.
   */
  static boolean hasBody(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      return !Http2Heads.endedWithHead(request.connection());
    }
    if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
      return true;
    }
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length != null && !length.equals("0");
  }
}
