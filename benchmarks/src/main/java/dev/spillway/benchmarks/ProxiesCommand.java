package dev.spillway.benchmarks;

import dev.spillway.benchmarks.load.Sample;
import dev.spillway.benchmarks.peer.Backend;
import dev.spillway.benchmarks.peer.Peer;
import dev.spillway.benchmarks.peer.SpillwayPeer;
import dev.spillway.benchmarks.peer.Wire;
import dev.spillway.benchmarks.report.Base;
import dev.spillway.benchmarks.report.Plots;
import dev.spillway.benchmarks.report.Samples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The side-by-side run. */
@Command(
    name = "proxies",
    description = "Spillway beside HAProxy, nginx and vertx-http-proxy: ratios to HAProxy.",
    showDefaultValues = true)
final class ProxiesCommand implements Callable<Integer> {
  @Option(
      names = "--path",
      split = ",",
      description =
          "/ (a few bytes), /1k, /1k-apart (sent after its head), /100k, /10m, /chunked-1k"
              + " or /chunked-100k (sent in chunks); bodies of requests, by HTTP/1.1 alone:"
              + " /upload-1k, /upload-100k or /upload-1m; or several: one after the other")
  private List<String> paths = List.of("/");

  @Option(names = "--tls", description = "clients speak TLS")
  private boolean tls;

  @Option(names = "--http2", description = "clients speak HTTP/2; with --tls as browsers do")
  private boolean http2;

  @Option(
      names = "--handshakes",
      description = "handshakes of TLS in place of requests; without latencies")
  private boolean handshakes;

  @Option(names = "--connections", description = "of the clients; requests at once with --http2")
  private int connections = 64;

  @Option(
      names = "--warm-up",
      description = "seconds of load beforehand on each proxy that a JVM runs")
  private int warmUp = 20;

  @Option(names = "--rounds")
  private int rounds = 5;

  @Option(names = "--seconds", description = "length of a turn, for each kind of load")
  private int seconds = 8;

  @Option(names = "--no-latency", description = "only throughput and cost")
  private boolean noLatency;

  @Option(
      names = "--rate",
      description = "requests per second for latencies; 0: half of what the slowest can take")
  private double rate;

  @Option(names = "--high", description = "latencies also at half of what the first can take")
  private boolean high;

  @Option(names = "--only", split = ",", description = "of haproxy,nginx,vertx-http-proxy,spillway")
  private List<String> only = Peers.ALL;

  @Option(
      names = "--variant",
      description = "another Spillway to run as well: NAME=COMMAND, the command without 'up'")
  private Map<String, String> variants = new LinkedHashMap<>();

  @Option(
      names = "--backends",
      split = ",",
      description =
          "how many servers the proxies have; several: each proxy with each, side by side")
  private List<Integer> backends = List.of(1);

  @Option(
      names = "--loops",
      split = ",",
      description =
          "how many threads serve requests; several: each proxy with each, side by side, and all"
              + " share both processors with clients and backend")
  private List<Integer> loops = List.of(1);

  @Spec private CommandSpec spec;

  @Option(names = "--out", description = "folder for CSV, plot, configuration files and logs")
  private Path directory = Path.of("target/benchmarks/proxies");

  @Override
  public Integer call() throws Exception {
    Wire wire = handshakes ? Wire.HANDSHAKES : Wire.of(tls, http2);
    if (wire != Wire.HTTP1 && paths.stream().anyMatch(path -> Backend.uploaded(path) > 0)) {
      throw new ParameterException(
          spec.commandLine(), "bodies of requests (--path /upload-…) are sent by HTTP/1.1 alone");
    }
    Plan plan =
        new Plan(
            paths,
            wire,
            connections,
            warmUp,
            rounds,
            seconds,
            !noLatency && !handshakes,
            rate,
            high && !handshakes,
            loops.stream().anyMatch(count -> count > 1));
    Base base = loops.size() > 1 || backends.size() > 1 ? Base.OWN_FIRST : Base.FIRST;
    Comparison comparison = new Comparison(plan, Contestant.all(peers(), loops, backends));
    Samples samples = Outcome.of(comparison, directory, "proxies", base);
    Path plot = directory.toAbsolutePath().resolve("proxies.png");
    Plots.subjects(
        plot,
        base == Base.FIRST ? "Ratio to " + only.get(0) : "Ratio to own first",
        samples,
        List.of(Sample.THROUGHPUT, Sample.CPU, Sample.P50, Sample.P99, Sample.P999),
        base);
    System.out.println("plot: " + plot);
    return 0;
  }

  private List<Peer> peers() {
    List<Peer> peers = new ArrayList<>(known());
    variants.forEach(
        (name, command) -> peers.add(new SpillwayPeer(name, List.of(command.split(" ")))));
    return peers;
  }

  private List<Peer> known() {
    try {
      return Peers.named(only);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--only: " + e.getMessage());
    }
  }
}
