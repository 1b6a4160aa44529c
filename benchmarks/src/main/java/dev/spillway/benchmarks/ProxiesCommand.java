package dev.spillway.benchmarks;

import dev.spillway.benchmarks.peer.Backend;
import dev.spillway.benchmarks.peer.Bench;
import dev.spillway.benchmarks.peer.Peer;
import dev.spillway.benchmarks.peer.SpillwayPeer;
import dev.spillway.benchmarks.report.CsvFile;
import dev.spillway.benchmarks.report.Plot;
import dev.spillway.benchmarks.report.RatioTable;
import dev.spillway.benchmarks.report.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The side-by-side run. */
@Command(
    name = "proxies",
    description = "Spillway beside HAProxy, nginx and vertx-http-proxy: ratios to HAProxy.",
    showDefaultValues = true)
final class ProxiesCommand implements Callable<Integer> {
  @Option(names = "--path", description = "/ (a few bytes), /1k, /100k or /10m")
  private String path = "/";

  @Option(names = "--connections")
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

  @Option(names = "--only", split = ",", description = "of haproxy,nginx,vertx-http-proxy,spillway")
  private List<String> only = List.of("haproxy", "nginx", "vertx-http-proxy", "spillway");

  @Option(
      names = "--variant",
      description = "another Spillway to run as well: NAME=COMMAND, the command without 'up'")
  private Map<String, String> variants = new LinkedHashMap<>();

  @Option(names = "--backends", description = "how many backends the proxies have")
  private int backends = 1;

  @Option(names = "--out", description = "folder for CSV, plot, configuration files and logs")
  private Path directory = Path.of("target/benchmarks/proxies");

  @Override
  public Integer call() throws Exception {
    directory = Files.createDirectories(directory.toAbsolutePath());
    Comparison.Plan plan =
        new Comparison.Plan(path, connections, warmUp, rounds, seconds, !noLatency);
    List<Backend> running = new ArrayList<>();
    try {
      for (int i = 0; i < backends; i++) {
        running.add(Backend.start(directory, 1));
      }
      Bench bench = new Bench(directory, 0, 1, running.stream().map(Backend::port).toList());
      List<Peer> peers = peers();
      Samples samples = new Comparison(plan, System.out::println).run(bench, peers);
      String base = peers.get(0).name();
      System.out.println(RatioTable.absolute(samples));
      System.out.println(RatioTable.of(samples, base));
      CsvFile.write(directory.resolve("proxies.csv"), samples);
      Plot.write(directory.resolve("proxies.png"), samples, base);
      System.out.println("CSV and plot: " + directory);
    } finally {
      running.forEach(Backend::close);
    }
    return 0;
  }

  private List<Peer> peers() {
    List<Peer> peers = new ArrayList<>(Peers.named(only));
    variants.forEach(
        (name, command) -> peers.add(new SpillwayPeer(name, List.of(command.split(" ")))));
    return peers;
  }
}
