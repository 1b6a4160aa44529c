package dev.spillway.lb.forward;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which fields may stand behind a body: none that a recipient needs before it (RFC 9110 §6.5.1).
 */
final class TrailerFields {
  private static final Set<String> NEVER =
      Set.of(
          "authorization",
          "cache-control",
          "content-encoding",
          "content-length",
          "content-range",
          "content-type",
          "cookie",
          "expect",
          "forwarded",
          "host",
          "location",
          "max-forwards",
          "proxy-authenticate",
          "proxy-authorization",
          "range",
          "set-cookie",
          "trailer",
          "via",
          "www-authenticate",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-proto");

  private TrailerFields() {}

  static boolean mayFollow(String name) {
    return !HopByHopFields.KNOWN.contains(name) && !NEVER.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Those of some fields that may go further, in their order. */
  static List<Map.Entry<String, String>> of(Iterable<Map.Entry<String, String>> fields) {
    List<Map.Entry<String, String>> kept = new ArrayList<>();
    for (Map.Entry<String, String> field : fields) {
      if (mayFollow(field.getKey())) {
        kept.add(field);
      }
    }
    return kept;
  }
}
