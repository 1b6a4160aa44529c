package dev.spillway.experiments.lab;

import dev.spillway.config.Balance;
import dev.spillway.launcher.part.ExampleWebServer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A pool of example web servers. Requests to it have its name as their path.
 *
 * @param name its name, such as {@code round-robin}
 * @param balance how a server is chosen
 * @param limits within what it is scaled
 */
public record PoolSetup(String name, Balance balance, Limits limits) {
  /** Longer than any experiment: requests wait, they are not turned away. */
  private static final String QUEUE_TIMEOUT = "2h";

  /** A server at its end waits for nothing that an experiment still wants. */
  private static final String STOP_TIMEOUT = "2s";

  /** A pool named for its way to choose a server. */
  public static PoolSetup of(Balance balance, Limits limits) {
    return new PoolSetup(word(balance), balance, limits);
  }

  /** The algorithm's name as users write it. */
  public static String word(Balance balance) {
    return balance.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Where its requests go, such as {@code /round-robin}. */
  public String path() {
    return "/" + name;
  }

  /** The configuration's keys with their values. */
  Map<String, String> flags() {
    Map<String, String> flags = new LinkedHashMap<>();
    String prefix = "pools." + name + ".";
    flags.put(prefix + "match.path", path());
    flags.put(prefix + "image", ExampleWebServer.IMAGE);
    flags.put(prefix + "env.DELAY", millis(limits.delay()));
    flags.put(prefix + "min-replicas", Integer.toString(limits.minReplicas()));
    flags.put(prefix + "max-replicas", Integer.toString(limits.maxReplicas()));
    flags.put(prefix + "max-requests", Integer.toString(limits.maxRequests()));
    flags.put(prefix + "idle-timeout", millis(limits.idleTimeout()));
    flags.put(prefix + "balance", word(balance));
    flags.put(prefix + "queue.timeout", QUEUE_TIMEOUT);
    flags.put(prefix + "stop-timeout", STOP_TIMEOUT);
    return flags;
  }

  private static String millis(Duration duration) {
    return duration.toMillis() + "ms";
  }
}
