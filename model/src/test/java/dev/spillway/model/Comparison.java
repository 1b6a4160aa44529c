package dev.spillway.model;

import static dev.spillway.model.World.NONE;
import static dev.spillway.model.World.READY;
import static dev.spillway.model.World.STARTING;
import static dev.spillway.test.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.model.World.Gateway;
import dev.spillway.model.World.Permit;
import dev.spillway.model.World.Pool;
import dev.spillway.model.World.Server;
import dev.spillway.state.DrainDecision;
import dev.spillway.state.ExchangeAnswer;
import dev.spillway.state.ExchangeReport;
import dev.spillway.state.ExchangeReport.Holding;
import dev.spillway.state.PoolLimits;
import dev.spillway.state.PoolSnapshot;
import dev.spillway.state.PoolState;
import dev.spillway.state.redis.ScriptsUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Takes the same random steps in the model and on Redis, and compares after each. */
final class Comparison {
  private static final long TICK = 1000;
  private static final int PLACES = 16;
  private static final int GATEWAYS = 3;
  private static final int IDLE = 2;
  private static final int CLAIM = 4;
  private static final int SILENCE = 10;

  private final ScriptsUnderTest scripts;
  private final RandomGenerator random;
  private final Bounds bounds;
  private final PoolLimits limits;
  private final PoolState gatewaysPool;
  private final PoolState[] workersPools;
  private final World world;
  private final Names names;
  private final long[] sequences = new long[GATEWAYS];

  /** When a server was last used, in ticks; what the model leaves out. */
  private final Map<String, Long> lastUse = new HashMap<>();

  private final Map<Integer, Long> workersSeen = new HashMap<>();
  private final int[] tokenSeen = new int[3];
  private final List<String> history = new ArrayList<>();
  private long now;
  private int found;

  Comparison(ScriptsUnderTest scripts, RandomGenerator random) {
    this.scripts = scripts;
    this.random = random;
    int maximum = 1 + random.nextInt(4);
    int minimum = random.nextInt(Math.min(2, maximum) + 1);
    this.bounds =
        Bounds.of(GATEWAYS, PLACES, 1 + random.nextInt(3)).lease(3).pool(minimum, maximum);
    this.limits = new PoolLimits(minimum, maximum, bounds.capacity(), Duration.ofMillis(3 * TICK));
    this.gatewaysPool = scripts.process();
    this.workersPools = new PoolState[] {null, scripts.process(), scripts.process()};
    this.world = World.empty(bounds);
    this.names = new Names(bounds);
  }

  void run(int steps) {
    try {
      for (int step = 0; step < steps; step++) {
        take(random.nextInt(100));
        compare();
        world.forgetUnknownServers(names);
      }
    } catch (AssertionError e) {
      throw new AssertionError(
          e.getMessage() + "\nafter\n" + String.join("\n", history) + "\n" + bounds, e);
    }
  }

  private void take(int choice) {
    int worker = 1 + random.nextInt(2);
    int server = random.nextInt(Math.max(1, Math.min(PLACES, used())));
    if (choice < 45) {
      exchange(random.nextInt(GATEWAYS));
    } else if (choice < 57) {
      pass();
    } else if (choice < 68) {
      sweep(worker);
    } else if (choice < 70) {
      loseData();
    } else {
      serverStep(choice, worker, server);
    }
  }

  private int used() {
    int free = world.free();
    return free < 0 ? PLACES : free;
  }

  private void say(String what) {
    history.add(what);
  }

  private void pass() {
    say("time passes");
    now++;
    scripts.advance(TICK);
    Time.pass(world);
  }

  private void loseData() {
    say("data lost");
    scripts.loseData();
    WorkerScripts.loseData(world);
    lastUse.clear();
    workersSeen.clear();
    for (int worker = 1; worker < tokenSeen.length; worker++) {
      tokenSeen[worker] = tokenSeen[worker] == 1 ? 2 : tokenSeen[worker];
    }
    pass(); // No two lives of the data begin at the same moment.
  }

  private void exchange(int gateway) {
    int lag = 0;
    if (random.nextInt(6) == 0 && sequences[gateway] > 1) {
      lag = random.nextInt((int) Math.min(World.LATEST + 1, sequences[gateway]));
    } else {
      sequences[gateway]++;
      if (world.get(Gateway.NUMBERED, gateway) == 1) {
        world.set(
            Gateway.NUMBER_LAG,
            gateway,
            Math.min(World.LATEST + 1, world.get(Gateway.NUMBER_LAG, gateway) + 1));
      }
    }
    long sequence = sequences[gateway] - lag;
    Report report =
        new Report(
            gateway,
            lag,
            sequence == 1,
            random.nextInt(4) > 0,
            random.nextInt(25) == 0,
            Math.max(0, random.nextInt(9) - 4),
            PLACES);
    report.asks = random.nextInt(report.waiting + 1);
    List<Holding> holdings = new ArrayList<>();
    long[] idle = new long[PLACES];
    for (int server = 0; server < used(); server++) {
      if (random.nextInt(3) > 0) {
        report.listed[server] = true;
        report.inFlight[server] = Math.max(0, random.nextInt(2 * bounds.capacity() + 1) - 1);
        report.held[server] = random.nextInt(bounds.capacity() + 1);
        idle[server] = report.inFlight[server] > 0 ? 0 : random.nextInt(3) - 1;
        holdings.add(
            new Holding(
                names.server(server),
                report.held[server],
                report.inFlight[server],
                idle[server] < 0 ? -1 : idle[server] * TICK));
      }
    }
    int[] before = states();
    Answer expected = Exchange.run(world, report);
    ExchangeReport sent =
        new ExchangeReport(
            "gateway-" + gateway,
            sequence,
            report.withLease,
            report.waiting,
            report.asks,
            report.leaving,
            holdings);
    say(sent.toString());
    ExchangeAnswer answer = await(gatewaysPool.exchange(sent, limits));
    say("  " + answer);
    assertThat(answer.accepted()).as("accepted").isEqualTo(expected.accepted);
    if (!expected.accepted || report.leaving) {
      return;
    }
    call(before, answer.created());
    for (int server = 0; server < PLACES; server++) {
      if (report.listed[server] && (before[server] != NONE || Accounts.settling(world))) {
        if (report.inFlight[server] > 0 || idle[server] >= 0) {
          usedAt(server, now - (report.inFlight[server] > 0 ? 0 : idle[server]));
        }
      }
    }
    compare(answer, expected);
  }

  private void compare(ExchangeAnswer answer, Answer expected) {
    assertThat(answer.settling()).as("settling").isEqualTo(expected.settling);
    assertThat(answer.idleElsewhere()).as("idle elsewhere").isEqualTo(expected.idleElsewhere);
    assertThat(answer.waitingElsewhere())
        .as("waiting elsewhere")
        .isEqualTo(expected.waitingElsewhere);
    assertThat(answer.starting()).as("starting").isEqualTo(expected.starting);
    assertThat(answer.atMaximum()).as("at maximum").isEqualTo(expected.atMaximum);
    assertThat(answer.share())
        .as("share")
        .isEqualTo(new ExchangeAnswer.Share(expected.share, expected.oneMore, expected.free));
    List<String> grants = new ArrayList<>();
    for (int server = 0; server < PLACES; server++) {
      if (expected.listed[server] != NONE) {
        grants.add(
            names.server(server)
                + (expected.listed[server] == READY ? " READY " : " DRAINING ")
                + expected.mayHold[server]
                + " "
                + expected.othersInFlight[server]);
      }
    }
    assertThat(answer.grants())
        .extracting(
            grant ->
                grant.server()
                    + " "
                    + grant.state()
                    + " "
                    + grant.mayHold()
                    + " "
                    + grant.othersInFlight())
        .as("grants")
        .containsExactlyElementsOf(grants);
  }

  private int[] states() {
    int[] states = new int[PLACES];
    Arrays.setAll(states, world::state);
    return states;
  }

  /** Records that were made get the names that Redis gave them. */
  private void call(int[] before, List<String> created) {
    int next = 0;
    for (int server = 0; server < PLACES; server++) {
      // A sweep may forget a FAILED record and make another in its place.
      if (before[server] != STARTING && world.state(server) == STARTING) {
        assertThat(created).as("created").hasSizeGreaterThan(next);
        names.serverForgotten(server);
        names.serverNamed(server, created.get(next++));
      }
    }
    assertThat(created).as("created").hasSize(next);
  }

  private void usedAt(int server, long time) {
    lastUse.merge(names.server(server), time, Math::max);
  }

  private void sweep(int worker) {
    int[] before = states();
    boolean[] silent = new boolean[3];
    workersSeen.put(worker, now);
    workersSeen.values().removeIf(seen -> now - seen > SILENCE);
    for (int other = 1; other < silent.length; other++) {
      silent[other] = !workersSeen.containsKey(other);
    }
    int created = WorkerScripts.sweep(world, tokenSeen[worker] == 2, silent);
    tokenSeen[worker] = 1;
    PoolSnapshot snapshot = await(workersPools[worker].sweep("worker-" + worker, limits));
    say("worker-" + worker + " sweeps: " + snapshot);
    call(before, snapshot.created());
    assertThat(snapshot.created()).as("created").hasSize(created);
    assertThat(snapshot.settling()).as("settling").isEqualTo(Accounts.settling(world));
    assertThat(snapshot.waiting()).as("waiting").isEqualTo(Accounts.waiting(world, -1));
    for (int server = 0; server < PLACES; server++) {
      if (before[server] != NONE && world.state(server) == NONE) {
        lastUse.remove(names.server(server));
      }
    }
  }

  private void serverStep(int choice, int worker, int server) {
    if (world.free() == 0 || !world.known(server)) {
      find(used());
      return;
    }
    String name = names.server(server);
    String who = "worker-" + worker;
    PoolState pool = workersPools[worker];
    Duration claim = Duration.ofMillis(CLAIM * TICK);
    Object expected;
    Object answered;
    if (choice < 78) {
      workersSeen.put(worker, now);
      expected = WorkerScripts.claimStart(world, server, worker, CLAIM);
      answered = await(pool.claimStart(name, who, claim));
      say(who + " claims start of " + name + ": " + answered);
    } else if (choice < 85) {
      expected = WorkerScripts.ready(world, server, worker);
      answered = await(pool.ready(name, who, "http://" + name, bounds.capacity()));
      say(who + " has started " + name + ": " + answered);
      if (answered.equals(true)) {
        usedAt(server, now);
      }
    } else if (choice < 87) {
      expected = WorkerScripts.failed(world, server, worker);
      answered = await(pool.failed(name, who, "reason"));
      say(who + " has failed to start " + name + ": " + answered);
    } else if (choice < 92) {
      expected = drain(server);
      answered = await(pool.drainIfIdle(name, Duration.ofMillis(IDLE * TICK), limits));
      say("drain " + name + ": " + answered);
    } else if (choice < 96) {
      workersSeen.put(worker, now);
      expected = WorkerScripts.claimStop(world, server, worker, CLAIM);
      answered = await(pool.claimStop(name, who, claim)).name();
      say(who + " stops " + name + ": " + answered);
    } else if (choice < 97) {
      world.set(Server.RUNNING, server, random.nextInt(2));
      expected = WorkerScripts.remove(world, server);
      answered = await(pool.remove(name));
      say("remove " + name + ": " + answered);
      lastUse.keySet().removeIf(key -> key.equals(name) && answered.equals(true));
    } else {
      int[] before = states();
      expected = WorkerScripts.adopt(world, server);
      answered = await(pool.adopt(name, "http://" + name, limits));
      say("adopt " + name + ": " + answered);
      for (int other = 0; other < PLACES; other++) {
        if (before[other] != NONE && world.state(other) == NONE) {
          lastUse.remove(names.server(other));
        }
      }
      if (answered.equals(true)) {
        usedAt(server, now);
      }
    }
    assertThat(answered).as(history.get(history.size() - 1)).isEqualTo(expected);
  }

  /** A server runs that nobody knows. */
  private void find(int place) {
    if (place < PLACES - 4) {
      world.set(Server.RUNNING, place, 1);
      names.serverNamed(place, "found-" + ++found);
    }
  }

  private DrainDecision drain(int server) {
    boolean asked = world.state(server) == READY && !Accounts.settling(world);
    int inFlight = world.inFlightRecorded(server);
    long left = lastUse.getOrDefault(names.server(server), 0L) + IDLE - now;
    if (asked && (inFlight > 0 || left > 0)) {
      return new DrainDecision(DrainDecision.Outcome.NOT_IDLE, (inFlight > 0 ? IDLE : left) * TICK);
    }
    return new DrainDecision(
        DrainDecision.Outcome.valueOf(WorkerScripts.drainIfIdle(world, server)), 0);
  }

  private void compare() {
    List<String> expected = new ArrayList<>();
    for (int server = 0; server < PLACES; server++) {
      expect(server, expected);
    }
    for (int gateway = 0; gateway < GATEWAYS; gateway++) {
      if (world.get(Gateway.LIVE, gateway) == 1) {
        expected.add(
            "gateway %d lease %d waiting %d asks %d promised %d granted %d"
                .formatted(
                    gateway,
                    world.get(Gateway.LEASE_RECORDED, gateway) * TICK,
                    world.get(Gateway.WAITING_RECORDED, gateway),
                    world.get(Gateway.ASKS_RECORDED, gateway),
                    world.get(Gateway.PROMISED, gateway),
                    Accounts.grantedTo(world, gateway)));
      }
      if (world.get(Gateway.NUMBERED, gateway) == 1) {
        expected.add(
            "gateway %d number %d".formatted(gateway, world.get(Gateway.NUMBER_LAG, gateway)));
      }
    }
    expected.add("settling " + world.get(Pool.SETTLING) * TICK);
    expected.add("retry " + world.get(Pool.RETRY) * TICK);
    expected.add("failures " + world.get(Pool.FAILURES));
    List<String> recorded = new ArrayList<>();
    Map<String, Long> ordinals = new HashMap<>();
    for (String[] line : scripts.dump()) {
      recorded.add(recorded(line));
      if (line[0].equals("server")) {
        ordinals.put(line[1], Long.parseLong(line[2]));
      }
    }
    assertThat(recorded).as("records").containsExactlyInAnyOrderElementsOf(expected);
    sort(ordinals);
  }

  /** The model has servers by age; an adopted one brings its age from another life of the data. */
  private void sort(Map<String, Long> ordinals) {
    List<Integer> places = new ArrayList<>();
    for (int server = 0; server < PLACES; server++) {
      if (world.state(server) != NONE) {
        places.add(server);
      }
    }
    for (int last = places.size() - 1; last > 0; last--) {
      for (int i = 0; i < last; i++) {
        int a = places.get(i);
        int b = places.get(i + 1);
        if (ordinals.get(names.server(a)) > ordinals.get(names.server(b))) {
          world.swapServers(a, b, names);
        }
      }
    }
  }

  private void expect(int server, List<String> expected) {
    if (!world.known(server)) {
      return;
    }
    String name = names.server(server);
    if (world.state(server) != NONE) {
      expected.add(
          "%s %s worker %d claim %d"
              .formatted(
                  name,
                  State.of(world.state(server)),
                  world.get(Server.CLAIMED_BY, server),
                  world.get(Server.CLAIM, server) * TICK));
    }
    if (world.granted(server) > 0) {
      expected.add(name + " granted " + world.granted(server));
    }
    if (world.inFlightRecorded(server) > 0) {
      expected.add(name + " in flight " + world.inFlightRecorded(server));
    }
    for (int gateway = 0; gateway < GATEWAYS; gateway++) {
      if (world.granted(gateway, server) > 0) {
        expected.add(
            "gateway %d holds %d, in flight %d of %s"
                .formatted(
                    gateway,
                    world.get(Permit.HOLDS, gateway, server),
                    world.get(Permit.IN_FLIGHT, gateway, server),
                    name));
      }
    }
  }

  private String recorded(String[] line) {
    return switch (line[0]) {
      case "server" ->
          "%s %s worker %s claim %s"
              .formatted(line[1], line[3], line[4].isEmpty() ? "0" : line[4].substring(7), line[5]);
      case "granted" -> line[1] + " granted " + line[2];
      case "inflight" -> line[1] + " in flight " + line[2];
      case "gateway" ->
          "gateway %s lease %s waiting %s asks %s promised %s granted %s"
              .formatted(line[1].substring(8), line[2], line[3], line[4], line[5], line[6]);
      case "seq" -> {
        int gateway = Integer.parseInt(line[1].substring(8));
        long lag = sequences[gateway] - Long.parseLong(line[2]);
        yield "gateway %d number %d".formatted(gateway, Math.min(World.LATEST + 1, lag));
      }
      case "permit" ->
          "gateway %s holds %s, in flight %s of %s"
              .formatted(line[1].substring(8), line[3], line[4], line[2]);
      default -> line[0] + " " + line[1];
    };
  }

  /** The names of states as records have them. */
  private enum State {
    NONE,
    STARTING,
    READY,
    DRAINING,
    STOPPING,
    FAILED;

    static State of(int state) {
      return values()[state];
    }
  }
}
