package dev.spillway.lb.accesslog;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * A JSON object a line. Beyond what JSON demands, every control character and line separator is
 * escaped, so that a line stays one line and a terminal is safe from it.
 */
final class JsonFormat implements LineFormat {

  @Override
  public void append(AccessRecord request, StringBuilder line) {
    JsonObject json =
        new JsonObject()
            .put("time", Instant.ofEpochMilli(request.time()).toString())
            .put("client", request.client())
            .put("method", request.method())
            .put("target", request.target())
            .put("protocol", request.version())
            .put("status", request.status())
            .put("bytes", request.bytes())
            .put("complete", request.complete());
    putIfKnown(json, "referer", request.referer());
    putIfKnown(json, "userAgent", request.userAgent());
    putIfKnown(json, "requestId", request.requestId());
    putIfKnown(json, "pool", request.pool());
    putIfKnown(json, "server", request.server());
    json.put("queuedMillis", request.queuedMicros() / 1e3)
        .put("upstreamMillis", request.upstreamMicros() / 1e3)
        .put("totalMillis", request.totalMicros() / 1e3);
    escape(json.encode(), line);
  }

  private static void putIfKnown(JsonObject json, String name, String value) {
    if (value != null && !value.isEmpty()) {
      json.put(name, value);
    }
  }

  private static void escape(String json, StringBuilder line) {
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c < ' ' || (c >= 0x7f && c < 0xa0) || c == '\u2028' || c == '\u2029') {
        line.append("\\u%04x".formatted((int) c));
      } else {
        line.append(c);
      }
    }
  }
}
