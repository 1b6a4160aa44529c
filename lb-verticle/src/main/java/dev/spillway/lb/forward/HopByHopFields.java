package dev.spillway.lb.forward;

import io.netty.util.AsciiString;
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

  private static boolean isNeeded(CharSequence name) {
    return is(name, "host") || is(name, "content-length");
  }

  private static boolean isKnown(CharSequence name) {
    return switch (name.length()) {
      case 2 -> is(name, "te");
      case 7 -> is(name, "upgrade");
      case 10 -> is(name, "connection") || is(name, "keep-alive");
      case 14 -> is(name, "http2-settings");
      case 16 -> is(name, "proxy-connection");
      case 17 -> is(name, "transfer-encoding");
      default -> false;
    };
  }

  private static boolean is(CharSequence name, CharSequence other) {
    return AsciiString.contentEqualsIgnoreCase(name, other);
  }

  /** Whether a field goes no further. */
  boolean contains(CharSequence name) {
    return isKnown(name) || (!named.isEmpty() && isNamed(name));
  }

  private boolean isNamed(CharSequence name) {
    for (String each : named) {
      if (is(name, each)) {
        return true;
      }
    }
    return false;
  }
}
