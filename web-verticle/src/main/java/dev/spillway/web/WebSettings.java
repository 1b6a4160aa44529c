package dev.spillway.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the server is told by its environment. Immutable.
 *
 * @param port where to listen, 0 to 65535; 0 lets the system choose. {@code PORT}, by default 5000
 * @param delay how long a request waits before it is answered. {@code DELAY}, by default 5 s
 * @param host the name of the machine or container. {@code HOSTNAME}, else the system's
 * @param server the name that tells this server from others on the same host, where it was given
 *     one. {@code SPILLWAY_SERVER}
 */
public record WebSettings(int port, Duration delay, String host, Optional<String> server) {
  private static final String DEFAULT_PORT = "5000";
  private static final String DEFAULT_DELAY = "5s";

  /** What a delay may be, in words. */
  static final String DELAY_ALLOWED = "0 or a whole number with ms, s or m, such as 200ms";

  private static final int MAX_PORT = 65_535;
  private static final Pattern PORT = Pattern.compile("\\d{1,5}");
  private static final Pattern DELAY = Pattern.compile("(\\d{1,9})(ms|s|m)|0");

  /**
   * Reads the settings; a variable that is missing or empty has its default.
   *
   * @throws IllegalArgumentException with one line that names every mistake, and what is allowed
   */
  public static WebSettings from(Map<String, String> environment) {
    List<String> mistakes = new ArrayList<>();
    int port = port(value(environment, "PORT").orElse(DEFAULT_PORT), mistakes);
    Duration delay = delay(value(environment, "DELAY").orElse(DEFAULT_DELAY), mistakes);
    if (!mistakes.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", mistakes));
    }
    String host = value(environment, "HOSTNAME").orElseGet(WebSettings::systemHost);
    return new WebSettings(port, delay, host, value(environment, "SPILLWAY_SERVER"));
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  private static int port(String text, List<String> mistakes) {
    if (PORT.matcher(text).matches() && Integer.parseInt(text) <= MAX_PORT) {
      return Integer.parseInt(text);
    }
    mistakes.add("PORT is '" + text + "': expected a number from 0 to " + MAX_PORT);
    return 0;
  }

  private static Duration delay(String text, List<String> mistakes) {
    return parseDelay(text)
        .orElseGet(
            () -> {
              mistakes.add("DELAY is '" + text + "': expected " + DELAY_ALLOWED);
              return Duration.ZERO;
            });
  }

  /** A delay as people write it; empty if it isn't {@link #DELAY_ALLOWED}. */
  static Optional<Duration> parseDelay(String text) {
    Matcher parts = DELAY.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    if (parts.group(1) == null) {
      return Optional.of(Duration.ZERO);
    }
    long amount = Long.parseLong(parts.group(1));
    return Optional.of(
        switch (parts.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          default -> Duration.ofMinutes(amount);
        });
  }

  private static String systemHost() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost"; // the host's name has no address: it is only shown, never called
    }
  }
}
