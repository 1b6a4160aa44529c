package dev.spillway.lb.forward;

import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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

  /** Those of any message. */
  static final HopByHopFields KNOWN = new HopByHopFields(List.of());

  private final List<String> named;

  private HopByHopFields(List<String> named) {
    this.named = named;
  }

  /** The hop-by-hop fields of a message. */
  static HopByHopFields of(MultiMap fields) {
    List<String> named = null;
    for (Map.Entry<CharSequence, CharSequence> field : new ReceivedFields(fields)) {
      CharSequence name = field.getKey();
      // "keep-alive" alone, as most often, names nothing that isn't known.
      if (name.length() == CONNECTION.length()
          && is(name, CONNECTION)
          && !isKnown(field.getValue())) {
        named = named == null ? new ArrayList<>() : named;
        addNamed(field.getValue().toString(), named);
      }
    }
    return named == null ? KNOWN : new HopByHopFields(named);
  }

  private static void addNamed(String connection, List<String> named) {
    for (String option : connection.split(",")) {
      String name = option.strip();
      if (!name.isEmpty() && !isKnown(name) && !isNeeded(name)) {
        named.add(name);
      }
    }
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
