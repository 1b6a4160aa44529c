package dev.spillway.benchmarks;

import dev.spillway.benchmarks.load.Cost;
import dev.spillway.benchmarks.load.IdleConnections;
import dev.spillway.benchmarks.load.Sample;
import dev.spillway.benchmarks.load.Saturation;
import dev.spillway.benchmarks.peer.Backend;
import dev.spillway.benchmarks.peer.Bench;
import dev.spillway.benchmarks.peer.Peer;
import dev.spillway.benchmarks.peer.Wire;
import dev.spillway.benchmarks.report.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * What open connections cost while nothing is asked on them.
 *
 * @param connections on each of which one request was answered
 * @param rounds how often each proxy is started and measured, in turn
 */
record IdleMeasurement(List<Peer> peers, int connections, int rounds) implements Measurement {
  private static final int WARM_UP_SECONDS = 3;
  private static final int WARM_UP_CONNECTIONS = 64;
  private static final double KIBIBYTE = 1 << 10;

  @Override
  public int seconds() {
    return rounds * peers.size() * (WARM_UP_SECONDS + 2 + connections / 2_000);
  }

  @Override
  public Samples run(Path directory, Consumer<String> progress) throws Exception {
    Samples samples = new Samples();
    try (Backend backend = Backend.start(directory, "1", 1)) {
      for (int round = 1; round <= rounds; round++) {
        for (Peer peer : peers) {
          Path folder = Files.createDirectories(directory.resolve(peer.name()));
          measure(peer, new Bench(folder, "0", "1", 1, Wire.HTTP1, null, backend.ports()), samples);
        }
        progress.accept("round %d of %d".formatted(round, rounds));
      }
    }
    return samples;
  }

  private void measure(Peer peer, Bench bench, Samples samples) throws Exception {
    try (Peer.Running proxy = peer.start(bench)) {
      long pid = proxy.process().pid();
      Saturation.of(bench.wire(), bench.loadCpus(), WARM_UP_CONNECTIONS, "/")
          .run(bench.wire().url(proxy.port(), "/"), WARM_UP_SECONDS);
      long before = Cost.residentBytes(pid);
      try (IdleConnections idle = IdleConnections.open(proxy.port(), connections)) {
        double more = Cost.residentBytes(pid) - before;
        String scenario = connections + " connections";
        samples.add(scenario, peer.name(), Sample.MEMORY, before / KIBIBYTE / KIBIBYTE);
        samples.add(scenario, peer.name(), Sample.IDLE_CONNECTION, more / KIBIBYTE / idle.count());
      }
    }
  }
}
