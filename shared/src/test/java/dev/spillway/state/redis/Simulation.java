package dev.spillway.state.redis;

import static dev.spillway.test.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.state.ExchangeAnswer;
import dev.spillway.state.ExchangeReport;
import dev.spillway.state.PoolLimits;
import dev.spillway.state.PoolState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Gateways, workers, a network that loses, repeats and delays, and the real scripts on a real
 * Redis; one random step at a time, with every invariant checked after each.
 */
final class Simulation {
  private static final String POOL = "web";

  private final PoolState pool;
  private final PoolLimits limits;
  private final TestClock clock;
  private final RandomGenerator random;
  private final Faults faults;
  private final SimulatedWorkers workers;
  private final List<SimulatedGateway> gateways = new ArrayList<>();
  private final List<Sent> reports = new ArrayList<>();
  private final List<Reply> answers = new ArrayList<>();

  /** In flight on a server when a gateway spoke again after its lease: allowed above capacity. */
  private final Map<String, Map<String, Integer>> returned = new HashMap<>();

  /**
   * Whose last report was on its way for longer than its lease. One that comes first to data that
   * lacks it is believed, like any; what it had may be another's by then, but nothing begins by it.
   */
  private final Set<String> late = new HashSet<>();

  private final Set<String> savedLate = new HashSet<>();
  private final Map<String, Map<String, Integer>> savedReturned = new HashMap<>();

  private final List<String> history = new ArrayList<>();
  private int gatewaysMade;
  private boolean busy = true;
  private long lastLoss = Long.MIN_VALUE;
  int begun;

  private record Sent(ExchangeReport report, long at) {}

  private record Reply(String gateway, ExchangeAnswer answer) {}

  /** How often, of 1000 steps, each fault happens. */
  record Faults(int lost, int repeated, int longPause, int crash, int dataLoss, int olderData) {
    static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0);
    static final Faults NETWORK = new Faults(150, 100, 0, 0, 0, 0);
    static final Faults FAILOVER = new Faults(100, 80, 6, 0, 0, 5);
    static final Faults ALL = new Faults(100, 80, 6, 4, 2, 2);
  }

  Simulation(
      PoolState pool,
      PoolLimits limits,
      TestClock clock,
      RandomGenerator random,
      Faults faults,
      int gatewayCount) {
    this.pool = pool;
    this.limits = limits;
    this.clock = clock;
    this.random = random;
    this.faults = faults;
    this.workers =
        new SimulatedWorkers(
            pool,
            limits,
            random,
            this::assertUnused,
            server -> gateways.forEach(gateway -> gateway.died(server)),
            this::note);
    for (int i = 0; i < gatewayCount; i++) {
      gateways.add(newGateway());
    }
  }

  private SimulatedGateway newGateway() {
    return new SimulatedGateway("gateway-" + gatewaysMade++, limits.lease().toMillis());
  }

  /** What happened last, for a failure's message. */
  String history() {
    return String.join("\n", history.subList(Math.max(0, history.size() - 60), history.size()));
  }

  private void note(Object what) {
    history.add("+" + (clock.now() - TestClock.START) + " ms: " + what);
  }

  void step() {
    if (random.nextInt(200) == 0) {
      busy = !busy;
    }
    int choice = random.nextInt(100);
    if (choice < 38) {
      gatewayActs(gateways.get(random.nextInt(gateways.size())));
    } else if (choice < 59) {
      deliverReport();
    } else if (choice < 76) {
      deliverAnswer();
    } else if (choice < 89) {
      workers.act();
    } else if (choice < 91) {
      workers.reconcile();
    } else {
      pass(1 + random.nextInt(120));
    }
    fault();
    check();
  }

  private void gatewayActs(SimulatedGateway gateway) {
    if (clock.now() < gateway.pausedUntil) {
      return;
    }
    switch (random.nextInt(10)) {
      case 0, 1 -> gateway.waiting += busy ? random.nextInt(4) : 0;
      case 2, 3 -> gateway.end(clock.now(), random);
      case 4, 5, 6 -> {
        if (gateway.maySend(clock.now())) {
          boolean leaves = faults.crash > 0 && gateway.inFlight() == 0 && random.nextInt(20) == 0;
          reports.add(new Sent(gateway.report(clock.now(), random, leaves), clock.now()));
          if (leaves) {
            replace(gateway);
          }
        }
      }
      default -> begin(gateway);
    }
  }

  private void begin(SimulatedGateway gateway) {
    gateway
        .begin(clock.now(), random)
        .ifPresent(
            server -> {
              begun++;
              note(gateway.id + " begins a request on " + server);
              assertThat(workers.stopped)
                  .as("servers stopped by scale-down, as a request begins (I3)")
                  .doesNotContain(server);
            });
  }

  private void deliverReport() {
    if (reports.isEmpty()) {
      return;
    }
    Sent sent = reports.remove(random.nextInt(reports.size()));
    if (happens(faults.lost)) {
      return;
    }
    if (happens(faults.repeated)) {
      reports.add(sent);
    }
    ExchangeAnswer answer = exchange(sent);
    if (!happens(faults.lost)) {
      answers.add(new Reply(sent.report().gateway(), answer));
    }
  }

  private ExchangeAnswer exchange(Sent sent) {
    ExchangeReport report = sent.report();
    // What gateways had is forgotten by whoever notices.
    boolean forgotten = clock.cameBackUnnoticed(POOL);
    RecordedPool before = RecordedPool.read(clock, POOL);
    ExchangeAnswer answer = await(pool.exchange(report, limits));
    note(report);
    note(answer);
    workers.made(answer.created());
    if (answer.accepted()) {
      noteReturned(report, forgotten ? null : before);
      late.remove(report.gateway());
      if (clock.now() - sent.at() > limits.lease().toMillis()) {
        late.add(report.gateway());
      }
    }
    return answer;
  }

  /**
   * @param before what was recorded; null if that counts no more
   */
  private void noteReturned(ExchangeReport report, RecordedPool before) {
    for (ExchangeReport.Holding holding : report.holdings()) {
      int known = before == null ? 0 : before.permits(report.gateway(), holding.server()).granted();
      if (holding.inFlight() > known) {
        returned
            .computeIfAbsent(holding.server(), server -> new HashMap<>())
            .put(report.gateway(), holding.inFlight());
      }
    }
  }

  private void deliverAnswer() {
    if (!answers.isEmpty()) {
      Reply reply = answers.remove(random.nextInt(answers.size()));
      gateways.stream()
          .filter(gateway -> gateway.id.equals(reply.gateway()))
          .forEach(gateway -> gateway.receive(reply.answer()));
      note(reply.gateway() + " receives the answer to " + reply.answer().sequence());
    }
  }

  private void pass(long millis) {
    clock.advance(millis);
    gateways.forEach(gateway -> gateway.tick(clock.now()));
  }

  private void fault() {
    long lease = limits.lease().toMillis();
    if (happens(faults.longPause)) {
      gateways.get(random.nextInt(gateways.size())).pausedUntil =
          clock.now() + random.nextLong(2 * lease);
    }
    if (happens(faults.longPause)) {
      pass(random.nextLong(2 * lease));
    }
    if (happens(faults.crash)) {
      replace(gateways.get(random.nextInt(gateways.size())));
    }
    if (happens(faults.crash)) {
      workers.crash();
    }
    if (happens(faults.crash) && !workers.running.isEmpty()) {
      String server = List.copyOf(workers.running).get(random.nextInt(workers.running.size()));
      workers.kill(server);
    }
    if (happens(faults.dataLoss)) {
      clock.loseData();
      note("data lost");
      lastLoss = clock.now();
    }
    if (faults.olderData > 0) {
      saveOrComeBack();
    }
  }

  /** Redis goes on with what it had a while ago: some steps, or many leases. */
  private void saveOrComeBack() {
    if (happens(2 * faults.olderData)) {
      clock.save();
      note("saved");
      savedLate.clear();
      savedLate.addAll(late);
      savedReturned.clear();
      returned.forEach((server, back) -> savedReturned.put(server, new HashMap<>(back)));
    } else if (happens(faults.olderData)) {
      clock.comeBackWithWhatWasSaved();
      note("came back with what was saved");
      // What was stopped since may be READY in the records again until a worker finds it dead.
      // Nobody listens there, so nothing begins: such requests go elsewhere (docs/protocol.md).
      workers.stopped.clear();
      late.clear();
      late.addAll(savedLate);
      returned.clear();
      savedReturned.forEach((server, back) -> returned.put(server, new HashMap<>(back)));
      lastLoss = clock.now();
    }
  }

  private boolean happens(int perMille) {
    return random.nextInt(1000) < perMille;
  }

  private void replace(SimulatedGateway gateway) {
    gateways.remove(gateway);
    gateways.add(newGateway());
  }

  private void assertUnused(String server) {
    for (SimulatedGateway gateway : gateways) {
      assertThat(gateway.coveredInFlight(server))
          .as("in flight from %s on %s as it is stopped (I3)", gateway.id, server)
          .isZero();
    }
  }

  private void check() {
    RecordedPool recorded = RecordedPool.read(clock, POOL);
    recorded.assertConsistent();
    assertThat(recorded.states()).as("records (I4)").hasSizeLessThanOrEqualTo(limits.maxServers());
    recorded.capacities().keySet().forEach(server -> checkPermits(recorded, server));
    for (String server : workers.running) {
      int inFlight = gateways.stream().mapToInt(gateway -> gateway.coveredInFlight(server)).sum();
      assertThat(inFlight)
          .as("in flight on %s (I2)", server)
          .isLessThanOrEqualTo(limits.capacity());
    }
  }

  private void checkPermits(RecordedPool recorded, String server) {
    int above = 0;
    Map<String, Integer> back = returned.computeIfAbsent(server, name -> new HashMap<>());
    back.replaceAll(
        (gateway, count) -> Math.min(count, recorded.permits(gateway, server).inFlight()));
    for (int count : back.values()) {
      above += count;
    }
    for (String gateway : late) {
      above += recorded.permits(gateway, server).granted();
    }
    assertThat(recorded.granted().getOrDefault(server, 0))
        .as("granted on %s, %d of them to a gateway that came back (I1)", server, above)
        .isLessThanOrEqualTo(recorded.capacities().get(server) + above);
    for (SimulatedGateway gateway : gateways) {
      boolean answeredSinceLoss = clock.now() - lastLoss > limits.lease().toMillis();
      if (gateway.leaseGood(clock.now()) && answeredSinceLoss) {
        assertThat(gateway.held(server))
            .as("what %s believes to hold of %s, and Redis has recorded", gateway.id, server)
            .isLessThanOrEqualTo(recorded.permits(gateway.id, server).granted());
      }
    }
  }

  /** The faults are over: everything that waits is served, however long that takes. */
  void calmDown() {
    reports.clear();
    answers.clear();
    gateways.forEach(gateway -> gateway.waiting += 2);
    for (int round = 0; round < 400; round++) {
      pass(250);
      workers.act();
      workers.reconcile();
      for (SimulatedGateway gateway : gateways) {
        gateway.pausedUntil = 0;
        if (gateway.maySend(clock.now())) {
          ExchangeReport report = gateway.report(clock.now(), random, false);
          gateway.receive(exchange(new Sent(report, clock.now())));
        }
        while (gateway.waiting > 0 && gateway.leaseGood(clock.now()) && beginsOne(gateway)) {}
        gateway.end(clock.now(), random);
      }
      check();
      if (gateways.stream().allMatch(gateway -> gateway.waiting == 0)) {
        return;
      }
    }
    assertThat(gateways).as("gateways where requests still wait").noneMatch(g -> g.waiting > 0);
  }

  private boolean beginsOne(SimulatedGateway gateway) {
    int before = begun;
    begin(gateway);
    return begun > before;
  }
}
