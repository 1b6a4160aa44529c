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
  // Comparing octets with octets is several times as fast as with characters.
  private static final AsciiString TE = AsciiString.cached("te");
  private static final AsciiString UPGRADE = AsciiString.cached("upgrade");
  private static final AsciiString CONNECTION = AsciiString.cached("connection");
  private static final AsciiString KEEP_ALIVE = AsciiString.cached("keep-alive");
  private static final AsciiString HTTP2_SETTINGS = AsciiString.cached("http2-settings");
  private static final AsciiString PROXY_CONNECTION = AsciiString.cached("proxy-connection");
  private static final AsciiString TRANSFER_ENCODING = AsciiString.cached("transfer-encoding");

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
    if (connectionValues.size() == 1 && isKnown(connectionValues.get(0))) {
      return NONE_NAMED; // "keep-alive" alone, as most often
    }
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
      case 2 -> is(name, TE);
      case 7 -> is(name, UPGRADE);
      case 10 -> is(name, CONNECTION) || is(name, KEEP_ALIVE);
      case 14 -> is(name, HTTP2_SETTINGS);
      case 16 -> is(name, PROXY_CONNECTION);
      case 17 -> is(name, TRANSFER_ENCODING);
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
