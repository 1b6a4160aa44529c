package dev.spillway.lb.forward;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The protocols a request asks its server to switch to, such as WebSocket (RFC 9110 §7.8). An
 * upgrade may always be ignored, and is where it is not ours to pass on: in HTTP/1.0, where
 * Connection doesn't name it, with a method other than GET or a body, and for other versions of
 * HTTP or TLS, which the gateway speaks by itself.
 */
final class Upgrade {
  private final List<String> protocols;

  private Upgrade(List<String> protocols) {
    this.protocols = protocols;
  }

  /** What a request asks for; null if that is nothing to pass on. */
  static Upgrade askedBy(HttpServerRequest request, boolean hasBody) {
    MultiMap fields = request.headers();
    if (!fields.contains(HttpHeaders.UPGRADE)
        || hasBody
        || request.version() != HttpVersion.HTTP_1_1
        || !request.method().equals(HttpMethod.GET)
        || !items(fields.getAll(HttpHeaders.CONNECTION)).contains("upgrade")) {
      return null;
    }
    List<String> protocols = new ArrayList<>();
    for (String value : fields.getAll(HttpHeaders.UPGRADE)) {
      for (String protocol : value.split(",")) {
        if (!protocol.isBlank() && !isOurs(protocol.strip())) {
          protocols.add(protocol.strip());
        }
      }
    }
    return protocols.isEmpty() ? null : new Upgrade(protocols);
  }

  private static List<String> items(List<String> values) {
    List<String> items = new ArrayList<>();
    for (String value : values) {
      for (String item : value.split(",")) {
        items.add(item.strip().toLowerCase(Locale.ROOT));
      }
    }
    return items;
  }

  private static boolean isOurs(String protocol) {
    String name = protocol.toLowerCase(Locale.ROOT).split("/", 2)[0];
    return name.equals("h2c") || name.equals("h2") || name.equals("http") || name.equals("tls");
  }

  /** Asks the server for the same. */
  void addTo(MultiMap fields) {
    fields.add("Connection", "Upgrade"); // as written by everyone, for those who compare it so
    fields.add("Upgrade", String.join(", ", protocols));
  }

  /** Whether a server's 101 switches to something that was asked for. */
  boolean isAnsweredBy(MultiMap fields) {
    List<String> answered = items(fields.getAll(HttpHeaders.UPGRADE));
    return !answered.isEmpty()
        && protocols.stream()
            .map(asked -> asked.toLowerCase(Locale.ROOT))
            .toList()
            .containsAll(answered);
  }
}
