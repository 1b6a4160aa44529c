package dev.spillway.lb.forward;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields that are for one connection and go no further (RFC 9110 §7.6.1): the known ones, and
 * those that the message's own Connection field names.
 *
 * <p>Host and Content-Length can't be named away: a message without them would be another message.
 */
final class HopByHopFields {
  private static final HopByHopFields NONE_NAMED = new HopByHopFields(List.of());

  private final List<String> named;

  private HopByHopFields(List<String> named) {
    this.named = named;
  }

  /** The hop-by-hop fields of a message. */
  static HopByHopFields of(MultiMap fields) {
    return fields.contains(HttpHeaders.CONNECTION)
        ? of(fields.getAll(HttpHeaders.CONNECTION))
        : NONE_NAMED;
  }

  /** The hop-by-hop fields of a message with these values of its Connection fields. */
  static HopByHopFields of(List<String> connectionValues) {
    List<String> named = new ArrayList<>();
    for (String value : connectionValues) {
      for (String option : value.split(",")) {
        String name = option.strip();
        if (!name.isEmpty() && !isKnown(name) && !isNeeded(name)) {
          named.add(name);
        }
      }
    }
    return named.isEmpty() ? NONE_NAMED : new HopByHopFields(named);
  }

  private static boolean isNeeded(String name) {
    return name.equalsIgnoreCase("host") || name.equalsIgnoreCase("content-length");
  }

  private static boolean isKnown(String name) {
    return switch (name.length()) {
      case 2 -> name.equalsIgnoreCase("te");
      case 7 -> name.equalsIgnoreCase("upgrade");
      case 10 -> name.equalsIgnoreCase("connection") || name.equalsIgnoreCase("keep-alive");
      case 14 -> name.equalsIgnoreCase("http2-settings");
      case 16 -> name.equalsIgnoreCase("proxy-connection");
      case 17 -> name.equalsIgnoreCase("transfer-encoding");
      default -> false;
    };
  }

  /** Whether a field goes no further. */
  boolean contains(String name) {
    return isKnown(name) || (!named.isEmpty() && isNamed(name));
  }

  private boolean isNamed(String name) {
    for (String each : named) {
      if (each.equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }
}
