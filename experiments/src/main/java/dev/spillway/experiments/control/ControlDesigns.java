package dev.spillway.experiments.control;

import dev.spillway.config.Balance;
import dev.spillway.experiments.Experiment;
import dev.spillway.experiments.lab.Installation;
import dev.spillway.experiments.lab.Lab;
import dev.spillway.experiments.lab.Limits;
import dev.spillway.experiments.lab.Pause;
import dev.spillway.experiments.lab.PoolSetup;
import dev.spillway.experiments.lab.Spread;
import dev.spillway.state.ServerRecord;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The report's control design, in a small balancer that does nothing else, beside Spillway's
 * gateway as it is: on the same servers, in turns.
 */
public final class ControlDesigns implements Experiment<ControlRow> {
  static final String BASELINE = "Redis per request";
  static final String GATEWAY = "Spillway's gateway";
  static final List<String> DESIGNS = List.of(BASELINE, GATEWAY);

  private static final Duration WARM_UP = Duration.ofSeconds(3);

  private final int clients;
  private final Duration time;
  private final int repeats;
  private final Limits limits;

  /** With so many clients for so long; the limits' least and most servers should be the same. */
  public ControlDesigns(int clients, Duration time, int repeats, Limits limits) {
    this.clients = clients;
    this.time = time;
    this.repeats = repeats;
    this.limits = limits;
  }

  /** What is common to all turns. */
  private record Bench(Lab lab, Installation installation, PoolSetup pool, List<String> servers) {
    String redis() {
      return installation.config().redis().url();
    }
  }

  @Override
  public String name() {
    return "control";
  }

  @Override
  public Class<ControlRow> row() {
    return ControlRow.class;
  }

  @Override
  public List<ControlRow> measure(Lab lab) throws InterruptedException, IOException {
    PoolSetup pool = PoolSetup.of(Balance.LEAST_CONNECTIONS, limits);
    lab.progress().total((long) DESIGNS.size() * (repeats + 1));
    List<ControlRow> rows = new ArrayList<>();
    try (Installation installation = lab.install(List.of(pool))) {
      List<String> servers = installation.ready(pool).stream().map(ServerRecord::url).toList();
      Bench bench = new Bench(lab, installation, pool, servers);
      for (int repeat = 0; repeat <= repeats; repeat++) {
        for (String design : DESIGNS) {
          lab.progress().now(repeat == 0 ? "warm-up" : design);
          ControlRow row = turn(bench, design, repeat);
          if (repeat > 0) {
            rows.add(row);
          }
          lab.progress().step();
        }
      }
    }
    return rows;
  }

  private ControlRow turn(Bench bench, String design, int repeat) throws InterruptedException {
    return switch (design) {
      case BASELINE -> {
        Pause.until(
            RedisPerRequest.reset(bench.lab().clientVertx(), bench.redis(), bench.servers()));
        yield inBalancer(bench, design, repeat);
      }
      default -> load(bench, design, repeat, bench.installation().port(), bench.pool().path());
    };
  }

  /** One on each processor, as a gateway has it. */
  private ControlRow inBalancer(Bench bench, String design, int repeat)
      throws InterruptedException {
    Vertx vertx = Vertx.vertx();
    try {
      Supplier<Future<Control>> each =
          () ->
              RedisPerRequest.open(
                  vertx, bench.redis(), limits.maxRequests(), limits.idleTimeout());
      SocketAddress address = SocketAddress.sharedRandomPort(1, "127.0.0.1");
      SmallBalancer first = new SmallBalancer(address, each);
      Pause.until(vertx.deployVerticle(first));
      for (int i = 1; i < Runtime.getRuntime().availableProcessors(); i++) {
        Pause.until(vertx.deployVerticle(new SmallBalancer(address, each)));
      }
      return load(bench, design, repeat, first.port(), "/");
    } finally {
      vertx.close().await();
    }
  }

  private ControlRow load(Bench bench, String design, int repeat, int port, String path)
      throws InterruptedException {
    Vertx vertx = bench.lab().clientVertx();
    long before = Pause.until(RedisCalls.count(vertx, bench.redis()));
    ClosedLoop.Result result =
        Pause.until(ClosedLoop.run(vertx, port, path, clients, repeat == 0 ? warmUp() : time));
    long calls = Pause.until(RedisCalls.count(vertx, bench.redis())) - before;
    Spread latencies = Spread.of(result.latenciesMillis(), latency -> latency);
    int answered = result.latenciesMillis().size();
    return new ControlRow(
        design,
        repeat,
        bench.installation().runtime(),
        clients,
        result.seconds(),
        answered,
        result.failed(),
        answered / result.seconds(),
        latencies.quantile(0.5),
        latencies.quantile(0.99),
        calls,
        PendingTimers.count(),
        limits.idleTimeout().toMillis());
  }

  private Duration warmUp() {
    return time.compareTo(WARM_UP) < 0 ? time : WARM_UP;
  }

  @Override
  public BufferedImage picture(List<ControlRow> rows) {
    return ControlPicture.of(rows);
  }

  @Override
  public String reading(List<ControlRow> rows) {
    return ControlReading.of(rows);
  }
}
