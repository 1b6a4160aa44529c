package dev.spillway.lb;

import dev.spillway.lb.forward.Authority;
import dev.spillway.lb.forward.BadRequest;
import dev.spillway.lb.forward.Refusal;
import dev.spillway.lb.forward.RequestTarget;
import dev.spillway.lb.framing.MessageFault;
import dev.spillway.lb.framing.RefusedHead;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.OptionalLong;

/**
 * Whether a request may go any further. That its octets are sound was seen before (see {@link
 * dev.spillway.lb.framing}); this looks at what they mean.
 */
final class RequestCheck {
  private RequestCheck() {}

  /**
   * Checks a request before anything is done with it.
   *
   * @param bodyLimit most bytes of a body
   * @return what it asks for
   * @throws Refusal if it is not served; a {@link BadRequest} if its connection is to be closed
   */
  static RequestTarget check(HttpServerRequest request, OptionalLong bodyLimit) throws Refusal {
    MessageFault fault = RefusedHead.of(request);
    if (fault != null) {
      throw new BadRequest(fault);
    }
    method(request.method());
    RequestTarget target = RequestTarget.parse(request.uri());
    if (target.uri().equals("*") && !request.method().equals(HttpMethod.OPTIONS)) {
      throw new BadRequest(MessageFault.TARGET);
    }
    target = host(request, target);
    length(request.getHeader(HttpHeaders.CONTENT_LENGTH), bodyLimit);
    return target;
  }

  /** CONNECT asks for a tunnel, TRACE would show a client what was added to its request. */
  private static void method(HttpMethod method) throws Refusal {
    if (method.equals(HttpMethod.CONNECT)) {
      throw new Refusal(501, "CONNECT is not served here");
    }
    if (method.equals(HttpMethod.TRACE)) {
      throw new Refusal(405, "TRACE is not served here");
    }
  }

  /** RFC 9112 §3.2 and §3.2.2. */
  private static RequestTarget host(HttpServerRequest request, RequestTarget target)
      throws Refusal {
    if (request.version() == HttpVersion.HTTP_2) {
      return target.at(Http2Requests.check(request));
    }
    List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
    if (hosts.isEmpty()) {
      if (request.version() == HttpVersion.HTTP_1_1) {
        throw new BadRequest(MessageFault.HOST_MISSING);
      }
      return target;
    }
    if (hosts.size() > 1) {
      throw new BadRequest(MessageFault.SEVERAL_HOSTS);
    }
    if (!Authority.isValid(hosts.get(0))) {
      throw new BadRequest(MessageFault.HOST);
    }
    if (!target.authority().isEmpty() && !target.isFor(hosts.get(0))) {
      throw new BadRequest(MessageFault.HOST_AND_TARGET);
    }
    return target;
  }

  private static void length(String length, OptionalLong limit) throws Refusal {
    if (length == null || limit.isEmpty()) {
      return;
    }
    try {
      if (Long.parseLong(length) > limit.getAsLong()) {
        throw Refusal.bodyTooLong(limit.getAsLong());
      }
    } catch (NumberFormatException e) {
      throw new BadRequest(MessageFault.LENGTH); // HTTP/2 alone: others were scanned
    }
  }
}
