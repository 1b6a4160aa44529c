package dev.spillway.benchmarks;

import dev.spillway.benchmarks.load.Cost;
import dev.spillway.benchmarks.load.IdleConnections;
import dev.spillway.benchmarks.load.Wrk;
import dev.spillway.benchmarks.peer.Backend;
import dev.spillway.benchmarks.peer.Bench;
import dev.spillway.benchmarks.peer.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What open connections cost while nothing is asked on them. */
@Command(
    name = "idle",
    description = "Memory per idle keep-alive connection of each proxy.",
    showDefaultValues = true)
final class IdleCommand implements Callable<Integer> {
  @Option(names = "--connections")
  private int connections = 9_000;

  @Option(names = "--only", split = ",", description = "of haproxy,nginx,vertx-http-proxy,spillway")
  private List<String> only = List.of("haproxy", "nginx", "vertx-http-proxy", "spillway");

  @Option(names = "--out", description = "folder for configuration files and logs")
  private Path directory = Path.of("target/benchmarks/idle");

  @Override
  public Integer call() throws Exception {
    directory = Files.createDirectories(directory.toAbsolutePath());
    try (Backend backend = Backend.start(directory, 1)) {
      Bench bench = new Bench(directory, 0, 1, List.of(backend.port()));
      System.out.println("| proxy | resident before, MiB | KiB per idle connection |");
      System.out.println("| --- | --- | --- |");
      for (Peer peer : Peers.named(only)) {
        measure(peer, bench);
      }
    }
    return 0;
  }

  private void measure(Peer peer, Bench bench) throws Exception {
    try (Peer.Running proxy = peer.start(bench)) {
      long pid = proxy.process().pid();
      new Wrk(bench.loadCpu(), 64).run("http://127.0.0.1:%d/".formatted(proxy.port()), 3);
      long before = Cost.residentBytes(pid);
      try (IdleConnections idle = IdleConnections.open(proxy.port(), connections)) {
        long more = Cost.residentBytes(pid) - before;
        System.out.printf(
            "| %s | %d | %.1f |%n", proxy.name(), before >> 20, more / 1024.0 / idle.count());
      }
    }
  }
}
