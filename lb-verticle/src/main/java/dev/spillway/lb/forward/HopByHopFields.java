package dev.spillway.lb.forward;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The fields that are for one connection and go no further (RFC 9110 §7.6.1): the known ones, and
 * those that the message's own Connection field names.
 *
 * <p>Host and Content-Length can't be named away: a message without them would be another message.
 */
final class HopByHopFields {
  private static final Set<String> KNOWN =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "te",
          "transfer-encoding",
          "upgrade",
          "http2-settings");
  private static final Set<String> NEVER = Set.of("host", "content-length");

  private final List<String> named;

  private HopByHopFields(List<String> named) {
    this.named = named;
  }

  /** The hop-by-hop fields of a message with these values of its Connection fields. */
  static HopByHopFields of(List<String> connectionValues) {
    if (connectionValues.isEmpty()) {
      return new HopByHopFields(List.of());
    }
    List<String> named = new ArrayList<>();
    for (String value : connectionValues) {
      for (String option : value.split(",")) {
        String name = option.strip().toLowerCase(Locale.ROOT);
        if (!name.isEmpty() && !KNOWN.contains(name) && !NEVER.contains(name)) {
          named.add(name);
        }
      }
    }
    return new HopByHopFields(named);
  }

  /** Whether a field goes no further. */
  boolean contains(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return KNOWN.contains(lower) || named.contains(lower);
  }
}
