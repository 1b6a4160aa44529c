package dev.spillway.monitor;

import dev.spillway.events.PoolChanged;
import dev.spillway.events.ServerChanged;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Events as lines for a person: time, pool, what happened. */
final class EventText {
  private final DateTimeFormatter clock;

  /** Times of day are shown in this zone. */
  EventText(ZoneId zone) {
    clock = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
  }

  String server(ServerChanged event) {
    StringBuilder text = new StringBuilder();
    text.append("server ").append(event.server()).append(' ');
    text.append(event.state().name().toLowerCase(Locale.ROOT));
    if (!event.url().isEmpty()) {
      text.append(" at ").append(event.url());
    }
    if (event.tookMillis() > 0) {
      text.append(" after ").append(duration(event.tookMillis() * 1000));
    }
    if (!event.reason().isEmpty()) {
      text.append(": ").append(oneLine(event.reason()));
    }
    return line(event.time(), event.pool(), text.toString());
  }

  String pool(PoolChanged event) {
    String text =
        switch (event.kind()) {
          case QUEUE -> event.value() + " waiting";
          case REJECTED -> event.value() + " rejected";
          case MINIMUM_REACHED -> "back at the minimum of servers" + number(event.value());
          case MAXIMUM_REACHED -> "at the maximum of servers" + number(event.value());
          case REDIS_UNREACHABLE -> "redis can't be reached";
          case REDIS_BACK -> "redis answers again";
          case RUNTIME_UNREACHABLE -> "the servers' runtime can't be reached";
          case RUNTIME_BACK -> "the servers' runtime answers again";
          case UNKNOWN -> "an event that this version doesn't know";
        };
    String detail = event.detail().isEmpty() ? "" : ": " + oneLine(event.detail());
    return line(event.time(), event.pool(), text + detail);
  }

  String served(long time, String pool, ServedTotals totals) {
    StringBuilder text = new StringBuilder("served ").append(totals.count());
    String separator = " (";
    for (int statusClass = 1; statusClass <= 5; statusClass++) {
      if (totals.ofClass(statusClass) > 0) {
        text.append(separator).append(statusClass).append("xx ");
        text.append(totals.ofClass(statusClass));
        separator = ", ";
      }
    }
    if (totals.withoutStatus() > 0) {
      text.append(separator).append("client left ").append(totals.withoutStatus());
      separator = ", ";
    }
    text.append(separator.equals(", ") ? "), " : ", ");
    text.append("mean ").append(duration(totals.meanMicros()));
    text.append(", 99% within ").append(duration(totals.percentileMicros(0.99)));
    text.append(", ").append(totals.inFlight()).append(" in flight");
    return line(time, pool, text.toString());
  }

  private String line(long time, String pool, String text) {
    return clock.format(Instant.ofEpochMilli(time))
        + "  "
        + (pool.isEmpty() ? "-" : oneLine(pool))
        + "  "
        + text;
  }

  private static String number(long value) {
    return value > 0 ? ", " + value : "";
  }

  /** Microseconds as a person reads them: {@code 640 µs}, {@code 12 ms}, {@code 5.03 s}. */
  static String duration(long micros) {
    if (micros < 1000) {
      return micros + " µs";
    }
    if (micros < 1_000_000) {
      return micros / 1000 + " ms";
    }
    return String.format(Locale.ROOT, "%.2f s", micros / 1e6);
  }

  /** Text that came from a server or a container must not forge lines or move the cursor. */
  static String oneLine(String text) {
    return text.strip().replaceAll("\\R+", " | ").replaceAll("\\p{Cntrl}", "?");
  }
}
