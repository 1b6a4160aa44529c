package dev.spillway.lb;

import dev.spillway.lb.forward.Host;
import dev.spillway.lb.forward.Refusal;
import dev.spillway.lb.framing.FieldSyntax;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;

/**
 * What HTTP/2 asks of a request beyond what its codec has checked already (RFC 9113 §8.3.1), so
 * that it can be sent on as HTTP/1.1.
 */
final class Http2Requests {
  private Http2Requests() {}

  /** Returns what the request is for: its authority, or its Host field. */
  static String check(HttpServerRequest request) throws Refusal {
    String host = Host.of(request);
    if (host == null) {
      throw new Refusal(400, "expected :authority or Host, found neither");
    }
    String path = request.uri();
    if (!path.startsWith("/") && !path.equals("*")) {
      throw new Refusal(400, "expected a :path that starts with /");
    }
    for (Map.Entry<String, String> field : request.headers()) {
      if (!FieldSyntax.isName(field.getKey())
          || !FieldSyntax.isValue(field.getValue())
          || FieldSyntax.isNearlyLength(field.getKey())) {
        throw new Refusal(400, "found a header field that can't be sent on");
      }
    }
    return host;
  }
}
