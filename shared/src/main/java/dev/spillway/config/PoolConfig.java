package dev.spillway.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** One application: what its servers are, and within which limits they are scaled. */
public record PoolConfig(
    String name,
    @Setting("Which requests belong to this pool; the most specific match wins.") Match match,
    @Setting("The image that containers are made from (runtime docker).") Optional<String> image,
    @Setting(
            "The command of a server: replaces the image's own (docker), or is run as it is, told"
                + " its port by PORT (process).")
        List<String> command,
    @Setting(
            value = "The port a server listens on in its container.",
            defaultValue = "5000",
            min = 1,
            max = 65_535)
        int port,
    @Setting("Environment variables of each server.") Map<String, String> env,
    @Setting(
            value = "Servers kept running without any request; 0: scale from zero.",
            defaultValue = "1",
            alias = "MIN_NO_OF_REPLICAS",
            max = 100_000)
        int minReplicas,
    @Setting(
            value = "Servers at the most.",
            defaultValue = "20",
            alias = "MAX_NO_OF_REPLICAS",
            min = 1,
            max = 100_000)
        int maxReplicas,
    @Setting(
            value = "Requests in flight on one server at once, over all gateways.",
            defaultValue = "10",
            alias = "SERVER_MAX_REQUESTS",
            min = 1,
            max = 1_000_000)
        int maxRequests,
    @Setting(
            value = "A server without a request for this long is stopped.",
            defaultValue = "2m",
            alias = "TIME_FOR_SCALE_DOWN",
            min = 1)
        Duration idleTimeout,
    @Setting(value = "How a server is chosen.", defaultValue = "least-connections") Balance balance,
    @Setting("Where requests wait while every server is full.") QueueConfig queue,
    @Setting("When a server counts as ready.") HealthConfig health,
    @Setting("How long a server may take.") ServerTimeouts timeouts,
    @Setting(
            value = "How long a server may take to end after SIGTERM; then SIGKILL.",
            defaultValue = "10s")
        Duration stopTimeout,
    @Setting("Memory of a container, in bytes; empty: no limit.") OptionalLong memory,
    @Setting("Processors of a container, such as 0.5; empty: no limit.") OptionalDouble cpus,
    @Setting(
            "Fixed servers' URLs, in place of an image or command: same limits, queue and"
                + " balancing, nothing is started or stopped.")
        List<String> servers) {

  public PoolConfig {
    command = List.copyOf(command);
    env = Map.copyOf(env);
    servers = List.copyOf(servers);
  }

  /** Which requests belong to a pool. */
  public record Match(
      @Setting(
              value =
                  "The host, without its port: a name, *.name for every name below it, or * for"
                      + " all.",
              defaultValue = "*")
          String host,
      @Setting(value = "The path's prefix, compared by whole segments.", defaultValue = "/")
          String path) {}

  /** The bounds of a pool's queue. */
  public record QueueConfig(
      @Setting(
              value = "Requests waiting at once in one gateway; beyond it 503. 0: none waits.",
              defaultValue = "10000",
              max = 10_000_000)
          int maxLength,
      @Setting(value = "How long a request may wait; then 503.", defaultValue = "30s", min = 1)
          Duration timeout) {}

  /** When a server counts as ready. */
  public record HealthConfig(
      @Setting("The path that must answer 2xx or 3xx. Empty: a TCP connect is enough.")
          Optional<String> path,
      @Setting(value = "Time between two probes.", defaultValue = "200ms", min = 1)
          Duration interval,
      @Setting(
              value = "How long a server may take from its start until it is ready.",
              defaultValue = "30s",
              min = 1)
          Duration timeout) {}

  /** How long a server may take. */
  public record ServerTimeouts(
      @Setting(value = "To accept a connection; then 504.", defaultValue = "2s", min = 1)
          Duration connect,
      @Setting(
              value = "From the whole request sent to the response's head; then 504.",
              defaultValue = "60s",
              min = 1)
          Duration response,
      @Setting(
              value = "Between two parts of a response; then the response is cut.",
              defaultValue = "60s",
              min = 1)
          Duration idle,
      @Setting(
              value = "A request as a whole, waiting included; none: no bound.",
              defaultValue = "none",
              min = 1)
          Optional<Duration> request) {}
}
