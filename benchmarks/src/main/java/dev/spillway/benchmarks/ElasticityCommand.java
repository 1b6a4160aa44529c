package dev.spillway.benchmarks;

import dev.spillway.benchmarks.load.Burst;
import dev.spillway.benchmarks.load.StartPhases;
import dev.spillway.benchmarks.peer.Subprocess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How fast a pool grows: one request too many, and very many at once. */
@Command(
    name = "elasticity",
    description = "The time from an overflow to the answer of the server started for it.",
    showDefaultValues = true)
final class ElasticityCommand implements Callable<Integer> {
  /** Longer than any start, so that the first server is full until the second has answered. */
  private static final Duration HOLD = Duration.ofSeconds(4);

  private static final Duration DELAY = Duration.ofMillis(200);
  private static final int MAX_REQUESTS = 10;

  @Option(names = "--runtime", description = "process or docker")
  private String runtime = "process";

  @Option(names = "--runs")
  private int runs = 5;

  @Option(names = "--requests", description = "how many come at once at a pool of one server")
  private int requests = 1_000;

  @Option(names = "--max-replicas", description = "of that pool")
  private int maxReplicas = 4;

  @Option(names = "--out", description = "folder for configuration files and logs")
  private Path directory = Path.of("target/benchmarks/elasticity");

  @Override
  public Integer call() throws Exception {
    directory = Files.createDirectories(directory.toAbsolutePath());
    List<Double> starts = new ArrayList<>();
    System.out.println(
        "| run | overflow to answer, ms | of these: create | start | ready | rest |");
    System.out.println("| --- | --- | --- | --- | --- | --- |");
    for (int run = 1; run <= runs; run++) {
      starts.add(overflow(run));
    }
    Collections.sort(starts);
    double start = starts.get(starts.size() / 2);
    double best = best(start);
    double took = burst();
    System.out.printf(
        "%n%d requests at once, each %d ms, at most %d servers with %d at once:%n"
            + "all answered after %.0f ms, best possible %.0f ms, ratio %.2f%n",
        requests, DELAY.toMillis(), maxReplicas, MAX_REQUESTS, took, best, took / best);
    return 0;
  }

  private double overflow(int run) throws IOException, InterruptedException {
    int port = Subprocess.freePort();
    int management = Subprocess.freePort();
    try (Subprocess up = up(port, management, HOLD, 1, 2)) {
      Burst burst = new Burst(port);
      StartPhases phases = new StartPhases(management);
      burst.awaitReady(management, up);
      phases.begin();
      double millis = burst.secondOfTwo(HOLD);
      Map<String, Double> parts = phases.sinceBegin();
      double rest = millis - parts.values().stream().mapToDouble(Double::doubleValue).sum();
      System.out.printf(
          "| %d | %.0f | %s | %s | %s | %s |%n",
          run,
          millis,
          part(parts, "create"),
          part(parts, "start"),
          part(parts, "ready"),
          parts.isEmpty() ? "-" : "%.0f".formatted(rest));
      return millis;
    }
  }

  private static String part(Map<String, Double> parts, String name) {
    return parts.containsKey(name) ? "%.0f".formatted(parts.get(name)) : "-";
  }

  private double burst() throws IOException, InterruptedException {
    int port = Subprocess.freePort();
    int management = Subprocess.freePort();
    try (Subprocess up = up(port, management, DELAY, MAX_REQUESTS, maxReplicas)) {
      Burst burst = new Burst(port);
      burst.awaitReady(management, up);
      return burst.allAtOnce(requests);
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

  private Subprocess up(int port, int management, Duration delay, int maxRequests, int replicas)
      throws IOException, InterruptedException {
    Path config = directory.resolve("elasticity-" + port + ".yml");
    Files.writeString(
        config,
        """
        instance: bench-elasticity
        gateway: { host: 127.0.0.1, port: %d }
        management: { port: %d }
        runtime: %s
        pools:
          web:
            env: { DELAY: %dms }
            min-replicas: 1
            max-replicas: %d
            max-requests: %d
            idle-timeout: 10m
            queue: { timeout: 2m }
        """
            .formatted(port, management, runtime, delay.toMillis(), replicas, maxRequests));
    return Subprocess.start(
            "elasticity-" + port,
            directory,
            Map.of(),
            List.of(SpillwayHome.launcher(), "up", "--config", config.toString()))
        .awaitPort(port)
        .awaitPort(management);
  }
}
