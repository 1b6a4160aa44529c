package dev.spillway.benchmarks;

import dev.spillway.benchmarks.load.Cost;
import dev.spillway.benchmarks.load.Counts;
import dev.spillway.benchmarks.load.FixedLoad;
import dev.spillway.benchmarks.load.FixedRate;
import dev.spillway.benchmarks.load.Probe;
import dev.spillway.benchmarks.load.Sample;
import dev.spillway.benchmarks.load.Saturation;
import dev.spillway.benchmarks.peer.Backend;
import dev.spillway.benchmarks.peer.Bench;
import dev.spillway.benchmarks.peer.Certificate;
import dev.spillway.benchmarks.peer.Peer;
import dev.spillway.benchmarks.report.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Proxies beside each other: they take the load in turn, round after round, so that what changes on
 * the machine changes for all of them, and each has its processor to itself then.
 */
final class Comparison implements Measurement {
  private static final double MEBIBYTE = 1 << 20;
  private static final int OVERHEAD_SECONDS_PER_JVM = 4;
  private static final int HEALTH_CHECKS_PER_SECOND = 2;
  private static final long REST_MILLIS = 4_000;

  /** Seconds of load on a JVM that was stopped, before what it does is counted again. */
  private static final int UNCOUNTED = 1;

  /** Of a rate that the clients can't keep. */
  private static final double LOWERED = 0.8;

  private final Plan plan;
  private final List<Contestant> contestants;

  Comparison(Plan plan, List<Contestant> contestants) {
    this.plan = plan;
    this.contestants = List.copyOf(contestants);
  }

  @Override
  public int seconds() {
    int warmed = (int) contestants.stream().filter(c -> c.peer().warmsUp()).count();
    int total = warmed * OVERHEAD_SECONDS_PER_JVM;
    int settling = OneAtATime.SETTLING_SECONDS;
    for (int path = 0; path < plan.paths().size(); path++) {
      int warmUp = plan.warmUp(path);
      total += warmed * (settling + warmUp) + contestants.size() - warmed;
      int latencies = (plan.latency() ? 1 : 0) + (plan.high() ? 1 : 0);
      int clientWarming = warmUp + plan.turns(warmUp).size() * (settling + plan.clientStart());
      total += latencies > 0 ? clientWarming : 0;
      int turn = plan.seconds() + latencies * (plan.seconds() + plan.clientStart());
      total += plan.rounds() * (contestants.size() * turn + warmed * (settling + UNCOUNTED));
    }
    return total;
  }

  @Override
  public Samples run(Path directory, Consumer<String> progress)
      throws IOException, InterruptedException {
    int ports = contestants.stream().mapToInt(Contestant::servers).max().orElse(1);
    Certificate certificate = plan.wire().tls() ? Certificate.make(directory) : null;
    Map<Contestant, Peer.Running> running = new LinkedHashMap<>();
    Samples samples = new Samples();
    try (Backend backend = Backend.start(directory, plan.loadCpus(), ports);
        FixedRate clients = new FixedRate(plan.loadCpus())) {
      for (Contestant contestant : contestants) {
        running.put(
            contestant,
            contestant.peer().start(bench(directory, contestant, certificate, backend)));
      }
      probe(running);
      OneAtATime turns = new OneAtATime(running.values());
      for (int path = 0; path < plan.paths().size(); path++) {
        compare(path, running, turns, backend, clients, samples, progress);
        turns.everyone();
      }
    } finally {
      running.values().forEach(Peer.Running::end);
      running.values().forEach(Peer.Running::close);
    }
    return samples;
  }

  /**
   * All is over before anything is measured: what probes has timers that would take a processor.
   */
  private void probe(Map<Contestant, Peer.Running> running) throws IOException {
    try (Probe probe = new Probe(plan.wire())) {
      for (Map.Entry<Contestant, Peer.Running> proxy : running.entrySet()) {
        probe.check(proxy.getKey().name(), proxy.getValue().port());
      }
    }
  }

  private Bench bench(
      Path directory, Contestant contestant, Certificate certificate, Backend backend)
      throws IOException {
    return new Bench(
        Files.createDirectories(directory.resolve(contestant.folder())),
        plan.proxyCpus(),
        plan.loadCpus(),
        contestant.loops(),
        plan.wire(),
        certificate,
        backend.ports().subList(0, contestant.servers()));
  }

  private void compare(
      int number,
      Map<Contestant, Peer.Running> running,
      OneAtATime turns,
      Backend backend,
      FixedRate clients,
      Samples samples,
      Consumer<String> progress)
      throws IOException, InterruptedException {
    String path = plan.paths().get(number);
    List<Double> taken = new ArrayList<>();
    for (Map.Entry<Contestant, Peer.Running> proxy : running.entrySet()) {
      int seconds = proxy.getKey().peer().warmsUp() ? plan.warmUp(number) : 1;
      turns.only(proxy.getValue());
      taken.add(warmUp(path, proxy.getKey(), proxy.getValue(), backend, seconds));
    }
    double half = Math.max(1, Collections.min(taken) / 2);
    double fixedRate = plan.rate() > 0 ? plan.rate() : half;
    double highRate = plan.high() ? taken.get(0) / 2 : 0;
    if (plan.latency() || plan.high()) {
      fixedRate = warmUp(path, List.copyOf(running.values()), turns, fixedRate, clients, number);
    }
    progress.accept(plan.wire().label() + " " + path);
    turns.everyone();
    Map<String, Double> rest = rest(running);
    for (int round = 1; round <= plan.rounds(); round++) {
      for (Map.Entry<Contestant, Peer.Running> proxy : running.entrySet()) {
        turns.only(proxy.getValue());
        if (proxy.getKey().peer().warmsUp()) {
          saturation(path).run(url(proxy.getValue(), path), UNCOUNTED);
        }
        measure(path, proxy.getKey().name(), proxy.getValue(), backend, rest, samples);
        if (plan.latency()) {
          latency(Scenario.name(plan.wire(), path), path, proxy, fixedRate, clients, samples);
        }
        if (plan.high()) {
          latency(Scenario.atHighRate(plan.wire(), path), path, proxy, highRate, clients, samples);
        }
      }
      progress.accept("round %d of %d".formatted(round, plan.rounds()));
    }
  }

  /**
   * Loads a proxy in turns like those that will count: with one long turn a JVM would compile its
   * code for connections that have long been open, and again as soon as the first that counts opens
   * new ones. Answers the requests a second that it took.
   */
  private double warmUp(
      String path, Contestant contestant, Peer.Running proxy, Backend backend, int seconds)
      throws IOException, InterruptedException {
    List<Integer> turns = plan.turns(seconds);
    Counts before = Counts.of(backend.ports().get(0));
    double requests = 0;
    for (int turn : turns) {
      requests += saturation(path).run(url(proxy, path), turn).rate() * turn;
    }
    int allowed =
        4 * (plan.connections() + contestant.servers())
            + turns.size() * plan.connections() // a turn's end closes those that are in use
            + healthChecks(seconds + turns.size());
    Counts.of(backend.ports().get(0)).checkKept(contestant.name(), before, allowed);
    return requests / seconds;
  }

  /**
   * Loads all proxies in turn by the clients at a fixed rate, which are a JVM as well. Answers the
   * rate at which latencies are to be measured: if it is not the user's, what the clients can do
   * once they are warm is its bound.
   */
  private double warmUp(
      String path,
      List<Peer.Running> running,
      OneAtATime takingTurns,
      double rate,
      FixedRate clients,
      int number)
      throws IOException, InterruptedException {
    List<Integer> turns = plan.turns(plan.warmUp(number));
    double bearable = rate;
    for (int turn = 0; turn < turns.size(); turn++) {
      Peer.Running proxy = running.get(turn % running.size());
      takingTurns.only(proxy);
      boolean kept = clients.run(load(path, proxy, bearable, turns.get(turn))).keptPace();
      if (!kept && plan.rate() == 0 && turn >= turns.size() / 2) {
        bearable *= LOWERED;
      }
    }
    return bearable;
  }

  /** Connections that all of the proxies together open at the most to see whether servers live. */
  private int healthChecks(int seconds) {
    int servers = contestants.stream().mapToInt(Contestant::servers).sum();
    return HEALTH_CHECKS_PER_SECOND * servers * (seconds + 1);
  }

  private void measure(
      String path,
      String name,
      Peer.Running proxy,
      Backend backend,
      Map<String, Double> rest,
      Samples samples)
      throws IOException, InterruptedException {
    String scenario = Scenario.name(plan.wire(), path);
    long proxyBefore = Cost.cpuMicros(proxy.process().pid());
    long backendBefore = Cost.cpuMicros(backend.pid());
    Saturation.Outcome load = saturation(path).run(url(proxy, path), plan.seconds());
    if (load.requests() == 0) {
      throw new IOException("%s answered nothing in %d s".formatted(name, plan.seconds()));
    }
    long used = Cost.cpuMicros(proxy.process().pid()) - proxyBefore;
    long usedByLoad = Cost.cpuMicros(backend.pid()) - backendBefore + load.clientMicros();
    samples.add(scenario, name, Sample.THROUGHPUT, load.rate());
    samples.add(scenario, name, Sample.CPU, used / load.requests());
    if (!rest.isEmpty()) {
      samples.add(scenario, name, Sample.REST, rest.get(name));
    }
    samples.add(scenario, name, Sample.LOAD_CPU, usedByLoad / load.requests());
    samples.add(scenario, name, Sample.BUSY, (used + usedByLoad) / 1e6 / load.seconds());
    samples.add(
        scenario, name, Sample.MEMORY, Cost.residentBytes(proxy.process().pid()) / MEBIBYTE);
  }

  /** What each uses while nothing is asked, in milliseconds a second; only with several servers. */
  private Map<String, Double> rest(Map<Contestant, Peer.Running> running)
      throws InterruptedException {
    Map<String, Double> used = new HashMap<>();
    if (contestants.stream().allMatch(contestant -> contestant.servers() == 1)) {
      return used;
    }
    Thread.sleep(1_000); // what the load has left behind is done by then
    running.forEach(
        (contestant, proxy) ->
            used.put(contestant.name(), (double) -Cost.cpuMicros(proxy.process().pid())));
    Thread.sleep(REST_MILLIS);
    running.forEach(
        (contestant, proxy) ->
            used.merge(
                contestant.name(), (double) Cost.cpuMicros(proxy.process().pid()), Double::sum));
    used.replaceAll((name, micros) -> micros / REST_MILLIS);
    return used;
  }

  private void latency(
      String scenario,
      String path,
      Map.Entry<Contestant, Peer.Running> proxy,
      double rate,
      FixedRate clients,
      Samples samples)
      throws IOException {
    String name = proxy.getKey().name();
    FixedRate.Outcome latency = clients.run(load(path, proxy.getValue(), rate, plan.seconds()));
    samples.add(scenario, name, Sample.RATE, rate);
    samples.add(scenario, name, Sample.PACE, latency.keptPace() ? 1 : 0);
    samples.add(scenario, name, Sample.P50, (double) latency.p50());
    samples.add(scenario, name, Sample.P99, (double) latency.p99());
    samples.add(scenario, name, Sample.P999, (double) latency.p999());
  }

  private FixedLoad load(String path, Peer.Running proxy, double rate, int seconds) {
    return new FixedLoad(plan.wire(), proxy.port(), path, rate, seconds, plan.connections());
  }

  private Saturation saturation(String path) {
    return Saturation.of(plan.wire(), plan.loadCpus(), plan.connections(), path);
  }

  private String url(Peer.Running proxy, String path) {
    return plan.wire().url(proxy.port(), path);
  }
}
