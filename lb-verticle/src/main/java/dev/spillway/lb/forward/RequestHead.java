package dev.spillway.lb.forward;

import dev.spillway.lb.wire.http2.Http2Heads;
import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Map;
import java.util.Set;

/**
 * The fields a request is sent on with: the client's in their order, without the hop-by-hop fields,
 * with Via continued (RFC 9110 §7.6.3), and with those that say who is there: {@link
 * ForwardedFields}.
 */
final class RequestHead {
  static final String PSEUDONYM = "spillway";

  static final CharSequence VIA = HttpHeaders.createOptimized("Via");

  private static final AsciiString VIA_HTTP_1_0 = AsciiString.cached("1.0 " + PSEUDONYM);
  private static final AsciiString VIA_HTTP_1_1 = AsciiString.cached("1.1 " + PSEUDONYM);
  private static final AsciiString VIA_HTTP_2 = AsciiString.cached("2 " + PSEUDONYM);

  private static final Set<HttpMethod> IDEMPOTENT =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.OPTIONS,
          HttpMethod.TRACE,
          HttpMethod.PUT,
          HttpMethod.DELETE);

  private RequestHead() {}

  /** Whether doing it twice has the effect of doing it once (RFC 9110 §9.2.2). */
  static boolean isIdempotent(HttpMethod method) {
    return IDEMPOTENT.contains(method);
  }

  /**
   * Adds the fields to send.
   *
   * @throws IllegalArgumentException if the sink takes one of them for unsound
   */
  static void fill(FieldSink sent, ClientSide client, RequestTarget target) {
    HttpServerRequest request = client.request();
    MultiMap received = request.headers();
    HopByHopFields hopByHop = HopByHopFields.of(received);
    ForwardedFields forwarded = new ForwardedFields(client.peer());
    boolean http2 = request.version() == HttpVersion.HTTP_2;
    String host = target.authority().isEmpty() ? Host.of(request) : target.authority();
    boolean hostSent = false;
    String cookies = null;
    for (Map.Entry<CharSequence, CharSequence> field : new ReceivedFields(received)) {
      CharSequence name = field.getKey();
      CharSequence value = field.getValue();
      if (AsciiString.contentEqualsIgnoreCase(name, HttpHeaders.HOST)) {
        sent.add(name, host);
        hostSent = true;
      } else if (http2 && AsciiString.contentEquals(name, HttpHeaders.COOKIE)) {
        // HTTP/2 clients may send a field for each cookie; HTTP/1.1 has one (RFC 9113 §8.2.3).
        cookies = cookies == null ? value.toString() : cookies + "; " + value;
      } else if (!forwarded.takes(name, value)
          && !hopByHop.contains(name)
          && !AsciiString.contentEqualsIgnoreCase(name, HttpHeaders.EXPECT)) {
        sent.add(name, value);
      }
    }
    if (cookies != null) {
      sent.add(HttpHeaders.COOKIE, cookies);
    }
    if (host != null && !hostSent) {
      sent.add(HttpHeaders.HOST, host);
    }
    forwarded.add(sent, host, client.requestId());
    sent.add(VIA, via(request.version()));
  }

  /** Our entry of Via: the version of the message that came, and who took it. */
  static CharSequence via(HttpVersion received) {
    return switch (received) {
      case HTTP_1_0 -> VIA_HTTP_1_0;
      case HTTP_1_1 -> VIA_HTTP_1_1;
      case HTTP_2 -> VIA_HTTP_2;
    };
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
