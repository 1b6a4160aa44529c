package dev.spillway.chaos;

import dev.spillway.config.OutagePolicy;
import dev.spillway.config.RedisConfig;
import dev.spillway.redis.FreePorts;
import dev.spillway.state.PoolSnapshot;
import dev.spillway.state.PoolState;
import dev.spillway.state.redis.RedisSharedState;
import dev.spillway.test.Awaiting;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** One run from beginning to end: start everything, load and faults, come to rest, judge. */
final class ChaosRun {
  private static final String POOL = "chaos";

  private final ChaosSettings settings;
  private final Servers servers;
  private final Path directory;
  private final List<String> findings = new ArrayList<>();
  private final Map<String, Integer> counts = new TreeMap<>();

  /**
   * @param directory where logs and records are written
   */
  ChaosRun(ChaosSettings settings, Servers servers, Path directory) {
    this.settings = settings;
    this.servers = servers;
    this.directory = directory;
  }

  /** What must not be; empty after a good run. */
  List<String> findings() {
    return findings;
  }

  /** What happened how often. */
  Map<String, Integer> counts() {
    return counts;
  }

  void run() throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(settings.seed());
    Files.createDirectories(directory);
    List<Seat> seats = new ArrayList<>();
    try (ChaosRedis redis = new ChaosRedis();
        Recorder recorder =
            new Recorder(servers.recorderAddress(), directory.resolve("records.log"));
        FaultLog log = new FaultLog(directory.resolve("faults.log"))) {
      try {
        Part.Surroundings around = surroundings(redis, recorder);
        List<Seat> gateways = seats("gateway", ChaosSettings.GATEWAYS, around, gatewayCommand());
        List<Seat> workers = seats("worker", ChaosSettings.WORKERS, around, "worker");
        seats.addAll(gateways);
        seats.addAll(workers);
        for (Seat seat : seats) {
          seat.fill();
        }
        seats.forEach(
            seat ->
                seat.part().awaitStarted(seat.name().startsWith("g") ? "listens on" : "scales"));
        try (OpenLoop load = new OpenLoop(gateways, random.split());
            Faults faults = new Faults(gateways, workers, redis, servers, recorder, log)) {
          faults.carryOut(
              FaultPlan.draw(
                  random.split(),
                  settings.kinds(),
                  settings.length().toMillis(),
                  settings.faultEvery().toMillis(),
                  settings.lease().toMillis()));
          load.run(settings.length().toMillis(), settings.perSecond());
          faults.awaitMended();
          log.note("all mended, no more load");
          comeToRest(redis, recorder, gateways, workers, load);
          Files.write(
              directory.resolve("shots.log"), load.shots().stream().map(Shot::line).toList());
          judge(recorder, log, seats, load.shots());
        }
      } finally {
        for (Seat seat : seats) {
          seat.close();
          for (Part part : seat.parts()) {
            Files.write(directory.resolve(part.name() + ".exchanges"), part.exchanges().lines());
          }
        }
        servers.removeAll();
      }
    }
  }

  private static String[] gatewayCommand() {
    return new String[] {"lb", "--port", "0", "--management-port", "0"};
  }

  private static List<Seat> seats(
      String name, int count, Part.Surroundings around, String... role) {
    List<Seat> seats = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      seats.add(new Seat(name + i, part -> Part.start(part, around, role)));
    }
    return seats;
  }

  private Part.Surroundings surroundings(ChaosRedis redis, Recorder recorder)
      throws IOException, InterruptedException {
    Path config = directory.resolve("spillway.yml").toAbsolutePath();
    Files.writeString(
        config,
        """
        instance: %s
        runtime: %s
        redis: { lease: %dms, timeout: 1s }
        shutdown: { timeout: 20s }
        pools:
          %s:
            %s
            min-replicas: %d
            max-replicas: %d
            max-requests: %d
            idle-timeout: 2s
            stop-timeout: 5s
            queue: { timeout: %ds }
            health: { path: /health, interval: 100ms, timeout: 20s }
            timeouts: { response: 40s }
        """
            .formatted(
                settings.instance(),
                servers.runtime(),
                settings.lease().toMillis(),
                POOL,
                servers.poolSettings(recorder.port()),
                ChaosSettings.MINIMUM,
                ChaosSettings.MAXIMUM,
                ChaosSettings.CAPACITY,
                ChaosSettings.QUEUE_TIMEOUT.toSeconds()));
    List<String> arguments = new ArrayList<>(List.of("--config", config.toString()));
    if (settings.cluster()) {
      arguments.addAll(
          List.of("--cluster", "127.0.0.1", "--set", "cluster.port=" + FreePorts.one()));
    }
    return new Part.Surroundings(
        directory,
        redis.user(),
        redis.address(),
        UnixDomainSocketAddress.of(servers.dockerSocket()),
        arguments);
  }

  /** Back to the minimum, nothing left over, and what Redis says is what is. */
  private void comeToRest(
      ChaosRedis redis, Recorder recorder, List<Seat> gateways, List<Seat> workers, OpenLoop load)
      throws IOException, InterruptedException {
    gateways.forEach(seat -> seat.part().awaitStarted("listens on"));
    workers.forEach(seat -> seat.part().awaitStarted("scales"));
    eventually("every request has ended", () -> load.open() == 0);
    Vertx vertx = Vertx.vertx();
    RedisSharedState shared =
        Awaiting.await(
            RedisSharedState.connect(
                vertx,
                new RedisConfig(
                    redis.url(), OutagePolicy.SERVE, Duration.ofSeconds(5), settings.lease())));
    PoolState state = shared.pool(POOL);
    try {
      atRest("after the load", state, recorder, gateways.size());
      for (Seat gateway : gateways) {
        for (int i = 0; i < 2 * ChaosSettings.CAPACITY; i++) {
          load.send(gateway.part(), true, 100);
        }
      }
      eventually("every request of the last round has ended", () -> load.open() == 0);
      load.shots().stream()
          .skip(load.shots().size() - 2L * ChaosSettings.CAPACITY * gateways.size())
          .filter(shot -> shot.status() != 200)
          .forEach(shot -> findings.add("not served although all is well again: " + shot));
      atRest("after the last round", state, recorder, gateways.size());
      end(gateways);
      PoolSnapshot last = Awaiting.await(state.snapshot());
      if (!last.gateways().isEmpty() || last.servers().stream().anyMatch(s -> s.granted() > 0)) {
        findings.add("gateways ended and left permits behind: " + last);
      }
      end(workers);
    } finally {
      Awaiting.await(shared.close());
      Awaiting.await(vertx.close());
    }
  }

  private void end(List<Seat> seats) throws IOException, InterruptedException {
    for (Seat seat : seats) {
      seat.part().signal(Signal.TERM);
      int code = seat.part().awaitEnd();
      if (code != 0) {
        findings.add(seat.part().name() + " ended with " + code + ":\n" + seat.part().output());
      }
    }
  }

  private void atRest(String when, PoolState state, Recorder recorder, int gateways) {
    Rest rest = new Rest(state, servers, recorder, gateways);
    try {
      Awaiting.until("at rest", rest::reached);
    } catch (AssertionError e) {
      findings.add("not at rest " + when + ": " + rest.seen());
    }
  }

  private void eventually(String what, java.util.function.BooleanSupplier condition) {
    try {
      Awaiting.until(what, condition);
    } catch (AssertionError e) {
      findings.add(e.getMessage());
    }
  }

  private void judge(Recorder recorder, FaultLog log, List<Seat> seats, List<Shot> shots) {
    Judgement judgement = new Judgement(recorder, log, ChaosSettings.QUEUE_TIMEOUT.toMillis());
    Map<String, Shot> byId = new HashMap<>();
    shots.forEach(shot -> byId.put(shot.id(), shot));
    shots.forEach(judgement::judge);
    judgement.judgeLimits(byId, ChaosSettings.CAPACITY, settings.lease().toNanos());
    judgement.judgeServers(ChaosSettings.MAXIMUM);
    judgement.judgeParts(seats);
    findings.addAll(judgement.violations());
    counts.putAll(judgement.counts());
    counts.put("requests", shots.size());
    log.counts().forEach((kind, count) -> counts.put("fault " + kind, count));
  }
}
