package dev.spillway.benchmarks;

import dev.spillway.benchmarks.load.Burst;
import dev.spillway.benchmarks.load.Sample;
import dev.spillway.benchmarks.load.StartEvents;
import dev.spillway.benchmarks.peer.Subprocess;
import dev.spillway.benchmarks.report.Samples;
import dev.spillway.events.ServerChanged;
import dev.spillway.redis.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How fast a pool grows: one request too many, and very many at once.
 *
 * @param runtime process or docker
 * @param runs overflows, each in a Spillway of its own
 * @param requests that come at once at a pool of one server
 * @param maxReplicas of that pool
 */
record ElasticityMeasurement(String runtime, int runs, int requests, int maxReplicas)
    implements Measurement {
  /** Longer than any start, so that the first server is full until the second has answered. */
  private static final Duration HOLD = Duration.ofSeconds(4);

  private static final Duration DELAY = Duration.ofMillis(200);
  private static final int MAX_REQUESTS = 10;
  private static final int START_AND_STOP_SECONDS = 5;

  @Override
  public int seconds() {
    int overflow = START_AND_STOP_SECONDS + 2 * (int) HOLD.toSeconds();
    double perServer = (double) MAX_REQUESTS / DELAY.toMillis() * 1_000;
    return runs * overflow
        + (int) (requests / perServer / maxReplicas)
        + 2 * START_AND_STOP_SECONDS;
  }

  @Override
  public Samples run(Path directory, Consumer<String> progress) throws Exception {
    Samples samples = new Samples();
    for (int run = 1; run <= runs; run++) {
      overflow(directory, samples);
      progress.accept("%s: overflow %d of %d".formatted(runtime, run, runs));
    }
    double start = samples.spread(overflows(), runtime, Sample.OVERFLOW).median();
    String bursts =
        "%d requests at once, each %d ms, at most %d servers with %d at once"
            .formatted(requests, DELAY.toMillis(), maxReplicas, MAX_REQUESTS);
    samples.add(bursts, runtime, Sample.BURST_BEST, best(start));
    burst(directory, bursts, samples);
    return samples;
  }

  private static String overflows() {
    return "one request more than a server takes";
  }

  private void overflow(Path directory, Samples samples) throws IOException, InterruptedException {
    List<Integer> ports = FreePorts.some(2);
    try (Subprocess up = up(directory, ports, HOLD, 1, 2)) {
      Burst burst = new Burst(ports.get(0));
      burst.awaitReady(ports.get(1), up);
      StartEvents events = StartEvents.listen(ports.get(1));
      Burst.Second second = burst.secondOfTwo(HOLD);
      ServerChanged ready = events.next();
      double begun = (double) (ready.time() - ready.tookMillis()) - second.sentAt();
      double forwarded = second.millis() - (ready.time() - second.sentAt());
      samples.add(overflows(), runtime, Sample.OVERFLOW, second.millis());
      samples.add(overflows(), runtime, Sample.DECIDE, begun);
      phase(samples, Sample.CREATE, ready);
      phase(samples, Sample.START, ready);
      phase(samples, Sample.READY, ready);
      samples.add(overflows(), runtime, Sample.FORWARD, forwarded);
    }
  }

  private void phase(Samples samples, Sample sample, ServerChanged ready) {
    Long millis = ready.phases().get(sample.name().toLowerCase(Locale.ROOT));
    if (millis != null) {
      samples.add(overflows(), runtime, sample, millis.doubleValue());
    }
  }

  private void burst(Path directory, String scenario, Samples samples)
      throws IOException, InterruptedException {
    List<Integer> ports = FreePorts.some(2);
    try (Subprocess up = up(directory, ports, DELAY, MAX_REQUESTS, maxReplicas)) {
      Burst burst = new Burst(ports.get(0));
      burst.awaitReady(ports.get(1), up);
      StartEvents events = StartEvents.listen(ports.get(1));
      samples.add(scenario, runtime, Sample.BURST, burst.allAtOnce(requests));
      events.soFar().stream()
          .mapToDouble(ServerChanged::tookMillis)
          .max()
          .ifPresent(
              slowest -> {
                samples.add(scenario, runtime, Sample.BURST_START, slowest);
                samples.add(scenario, runtime, Sample.BURST_BEST_WITH_STARTS, best(slowest));
              });
    }
  }

  /** The first server serves alone while the others start, all at the same time. */
  private double best(double startMillis) {
    double perServer = (double) MAX_REQUESTS / DELAY.toMillis();
    double servedMeanwhile = perServer * startMillis;
    if (servedMeanwhile >= requests) {
      return requests / perServer;
    }
    return startMillis + (requests - servedMeanwhile) / (perServer * maxReplicas);
  }

  private Subprocess up(
      Path directory, List<Integer> ports, Duration delay, int maxRequests, int replicas)
      throws IOException, InterruptedException {
    int port = ports.get(0);
    Path config = directory.resolve("elasticity-" + port + ".yml");
    Files.writeString(
        config,
        """
        instance: bench-elasticity-%1$d
        gateway: { host: 127.0.0.1, port: %1$d }
        management: { port: %2$d }
        runtime: %3$s
        pools:
          web:%4$s
            env: { DELAY: %5$dms }
            min-replicas: 1
            max-replicas: %6$d
            max-requests: %7$d
            idle-timeout: 10m
            queue: { timeout: 2m }
        """
            .formatted(
                port,
                ports.get(1),
                runtime,
                runtime.equals("docker") ? "\n    image: spillway/web" : "",
                delay.toMillis(),
                replicas,
                maxRequests));
    return Subprocess.start(
            "elasticity-" + port,
            directory,
            Map.of(),
            List.of(SpillwayHome.launcher(), "up", "--config", config.toString()))
        .awaitPort(port)
        .awaitPort(ports.get(1));
  }
}
