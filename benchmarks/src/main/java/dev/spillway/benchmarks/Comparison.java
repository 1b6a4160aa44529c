package dev.spillway.benchmarks;

import dev.spillway.benchmarks.load.Cost;
import dev.spillway.benchmarks.load.FixedRate;
import dev.spillway.benchmarks.load.Sample;
import dev.spillway.benchmarks.load.Wrk;
import dev.spillway.benchmarks.peer.Bench;
import dev.spillway.benchmarks.peer.Peer;
import dev.spillway.benchmarks.report.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Proxies beside each other: all of them run all the time, and take the load in turn, round after
 * round, so that what changes on the machine changes for all of them.
 */
final class Comparison {
  private final Plan plan;
  private final Consumer<String> out;

  /**
   * How it is done.
   *
   * @param path what is asked for
   * @param connections of the clients
   * @param warmUp seconds of load on each proxy before the first round
   * @param rounds how often each takes its turn
   * @param seconds the length of a turn, of each kind of load
   * @param latency whether latencies at a fixed rate are measured, too
   */
  record Plan(String path, int connections, int warmUp, int rounds, int seconds, boolean latency) {}

  Comparison(Plan plan, Consumer<String> out) {
    this.plan = plan;
    this.out = out;
  }

  /** Runs it; the fixed rate is half of what the first of the proxies can take. */
  Samples run(Bench bench, List<Peer> peers) throws IOException, InterruptedException {
    List<Peer.Running> running = new ArrayList<>();
    Samples samples = new Samples();
    Wrk wrk = new Wrk(bench.loadCpu(), plan.connections());
    try {
      for (Peer peer : peers) {
        running.add(peer.start(bench));
      }
      double fixedRate = 0;
      for (Peer.Running proxy : running) {
        double rate = wrk.run(url(proxy), proxy.peer().warmsUp() ? plan.warmUp() : 1).rate();
        fixedRate = fixedRate == 0 ? rate / 2 : fixedRate;
      }
      out.accept("fixed rate: %.0f requests/s".formatted(fixedRate));
      for (int round = 0; round < plan.rounds(); round++) {
        for (Peer.Running proxy : running) {
          measure(proxy, wrk, bench, fixedRate, samples);
        }
      }
    } finally {
      running.forEach(Peer.Running::close);
    }
    return samples;
  }

  private void measure(Peer.Running proxy, Wrk wrk, Bench bench, double fixedRate, Samples samples)
      throws IOException, InterruptedException {
    String name = proxy.name();
    long before = Cost.cpuMicros(proxy.process().pid());
    Wrk.Outcome load = wrk.run(url(proxy), plan.seconds());
    long used = Cost.cpuMicros(proxy.process().pid()) - before;
    samples.add(name, Sample.THROUGHPUT, load.rate());
    samples.add(name, Sample.CPU, (double) used / load.requests());
    if (plan.latency()) {
      FixedRate.Outcome latency =
          new FixedRate(bench.loadCpu(), plan.connections())
              .run(proxy.port(), plan.path(), fixedRate, plan.seconds());
      samples.add(name, Sample.P50, (double) latency.p50());
      samples.add(name, Sample.P99, (double) latency.p99());
      samples.add(name, Sample.P999, (double) latency.p999());
    }
    double mebibyte = 1024 * 1024;
    samples.add(name, Sample.MEMORY, Cost.residentBytes(proxy.process().pid()) / mebibyte);
  }

  private String url(Peer.Running proxy) {
    return "http://127.0.0.1:%d%s".formatted(proxy.port(), plan.path());
  }
}
