package dev.spillway.experiments.command;

import dev.spillway.experiments.lab.Limits;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Within what pools are scaled; by default as in the report. */
final class LimitOptions {
  @Option(
      names = "--delay",
      paramLabel = "TIME",
      defaultValue = "5s",
      converter = DurationOption.class,
      description = "How long a server takes for a request; default ${DEFAULT-VALUE}.")
  private Duration delay;

  @Option(
      names = "--max-requests",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Requests at once on one server, SERVER_MAX_REQUESTS; default ${DEFAULT-VALUE}.")
  private int maxRequests;

  @Option(
      names = "--min-replicas",
      paramLabel = "N",
      defaultValue = "1",
      description = "Servers at least, MIN_NO_OF_REPLICAS; default ${DEFAULT-VALUE}.")
  private int minReplicas;

  @Option(
      names = "--max-replicas",
      paramLabel = "N",
      defaultValue = "20",
      description = "Servers at the most; default ${DEFAULT-VALUE}.")
  private int maxReplicas;

  @Option(
      names = "--idle-timeout",
      paramLabel = "TIME",
      defaultValue = "2m",
      converter = DurationOption.class,
      description =
          "A server idle for so long is stopped, TIME_FOR_SCALE_DOWN; default ${DEFAULT-VALUE}.")
  private Duration idleTimeout;

  Limits limits() {
    return new Limits(delay, maxRequests, minReplicas, maxReplicas, idleTimeout);
  }
}
