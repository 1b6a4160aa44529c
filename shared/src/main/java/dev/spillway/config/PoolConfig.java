package dev.spillway.config;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** One application: what its servers are, and within which limits they are scaled. */
public record PoolConfig(
    String name,
    @Setting("Which requests belong to this pool; the most specific match wins.") Match match,
    @Setting(
            value = "The image that containers are made from (runtime docker).",
            form = TextForm.IMAGE)
        Optional<String> image,
    @Setting(
            value =
                "The command of a server: replaces the image's own (docker), or is run as it is, told"
                    + " its port by PORT (process).",
            form = TextForm.ANY,
            separator = " ")
        List<String> command,
    @Setting(
            value = "The port a server listens on in its container.",
            defaultValue = "5000",
            min = 1,
            max = 65_535)
        int port,
    @Setting(value = "Environment variables of each server.", form = TextForm.SECRET)
        Map<String, String> env,
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
    @Setting("What is done about servers that fail.") FaultConfig faults,
    @Setting(
            value =
                "What servers speak: http1, or http2, as gRPC needs it; without TLS from the first byte"
                    + " (prior knowledge).",
            defaultValue = "http1")
        ServerProtocol protocol,
    @Setting(
            value = "How long a server may take to end after SIGTERM; then SIGKILL.",
            defaultValue = "10s")
        Duration stopTimeout,
    @Setting(
            value = "Memory of a container; none: no limit.",
            defaultValue = "none",
            min = 6_291_456,
            bytes = true)
        OptionalLong memory,
    @Setting(
            value = "Processors of a container, such as 0.5; none: no limit.",
            defaultValue = "none",
            max = 1024)
        OptionalDouble cpus,
    @Setting(
            value =
                "Fixed servers' URLs, in place of an image or command: same limits, queue and"
                    + " balancing, nothing is started or stopped.",
            form = TextForm.ORIGIN)
        List<String> servers) {

  public PoolConfig {
    command = List.copyOf(command);
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    servers = List.copyOf(servers);
  }

  /** The name of the pool that is there where none is configured. */
  public static final String DEFAULT_NAME = "web";

  /** What {@link #isName} asks for, in words. */
  static final String NAME_ALLOWED = "a-z, then up to 30 of a-z, 0-9 and -";

  /** Whether a pool can have this name. */
  static boolean isName(String text) {
    return text.matches("[a-z][a-z0-9-]{0,30}");
  }

  /**
   * Whether this pool's servers are the web server that comes with Spillway: the pool {@code web},
   * where nothing says what its servers are.
   */
  public boolean builtIn() {
    return name.equals(DEFAULT_NAME) && image.isEmpty() && command.isEmpty() && servers.isEmpty();
  }

  /** The same with servers made from this image. */
  public PoolConfig withImage(String newImage) {
    return with(Optional.of(newImage), command, health);
  }

  /** The same with servers that run this command. */
  public PoolConfig withCommand(List<String> newCommand) {
    return with(image, newCommand, health);
  }

  /** The same with servers that are ready when this path answers. */
  public PoolConfig withHealthPath(String path) {
    HealthConfig newHealth =
        new HealthConfig(Optional.of(path), health.interval(), health.timeout());
    return with(image, command, newHealth);
  }

  private PoolConfig with(
      Optional<String> newImage, List<String> newCommand, HealthConfig newHealth) {
    return new PoolConfig(
        name,
        match,
        newImage,
        newCommand,
        port,
        env,
        minReplicas,
        maxReplicas,
        maxRequests,
        idleTimeout,
        balance,
        queue,
        newHealth,
        timeouts,
        faults,
        protocol,
        stopTimeout,
        memory,
        cpus,
        servers);
  }

  /** Everything but the values of {@link #env}, which may be secrets. */
  @Override
  public String toString() {
    return "PoolConfig[name=%s, match=%s, image=%s, command=%s, port=%d, env=%s, minReplicas=%d,"
            .formatted(name, match, image, command, port, env.keySet(), minReplicas)
        + " maxReplicas=%d, maxRequests=%d, idleTimeout=%s, balance=%s, queue=%s, health=%s,"
            .formatted(maxReplicas, maxRequests, idleTimeout, balance, queue, health)
        + " timeouts=%s, faults=%s, protocol=%s, stopTimeout=%s, memory=%s, cpus=%s, servers=%s]"
            .formatted(timeouts, faults, protocol, stopTimeout, memory, cpus, servers);
  }

  /** Which requests belong to a pool. */
  public record Match(
      @Setting(
              value =
                  "The host, without its port: a name, *.name for every name below it, or * for"
                      + " all.",
              defaultValue = "*",
              form = TextForm.HOST_MATCH)
          String host,
      @Setting(
              value = "The path's prefix, compared by whole segments.",
              defaultValue = "/",
              form = TextForm.PATH)
          String path) {

    /** The same in the one way of writing it: small letters, no slash at the end. */
    Match normal() {
      String shorter = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
      return new Match(host.toLowerCase(Locale.ROOT), shorter);
    }
  }

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
      @Setting(
              value = "The path that must answer 2xx or 3xx; none: a TCP connect is enough.",
              defaultValue = "none",
              form = TextForm.PATH)
          Optional<String> path,
      @Setting(
              value =
                  "Time between two probes. A healthy server of a list (servers) is probed once a"
                      + " second at the most.",
              defaultValue = "200ms",
              min = 1,
              max = 60_000)
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
          Optional<Duration> request,
      @Setting(
              value =
                  "A WebSocket or other upgraded connection on which no byte moves; then it is closed;"
                      + " none: no bound.",
              defaultValue = "1h",
              min = 1)
          Optional<Duration> tunnel) {}

  /** What is done about servers that fail. */
  public record FaultConfig(
      @Setting(
              value =
                  "Requests that a server fails in a row (no connection, no whole answer, none in"
                      + " time) until it is set aside while there are others; 0: never.",
              defaultValue = "5",
              max = 1_000_000)
          int failures,
      @Setting(
              value =
                  "How long it is set aside; twice as long each time that it fails again, up to"
                      + " six times as long.",
              defaultValue = "10s",
              min = 1)
          Duration aside,
      @Setting(
              value =
                  "Requests that are sent to another server because the first failed before it can"
                      + " have begun with them, in percent of all; 10 more each second are always"
                      + " allowed. 0: none at all.",
              defaultValue = "20",
              max = 100)
          int retries) {

    /** What holds where nothing is configured. */
    public static final FaultConfig DEFAULT = new FaultConfig(5, Duration.ofSeconds(10), 20);
  }
}
