package dev.spillway.experiments.containers;

import dev.spillway.config.Balance;
import dev.spillway.experiments.Experiment;
import dev.spillway.experiments.lab.Answer;
import dev.spillway.experiments.lab.Arrivals;
import dev.spillway.experiments.lab.Clairvoyant;
import dev.spillway.experiments.lab.Installation;
import dev.spillway.experiments.lab.Lab;
import dev.spillway.experiments.lab.Limits;
import dev.spillway.experiments.lab.Pause;
import dev.spillway.experiments.lab.PoolSetup;
import dev.spillway.experiments.lab.Replicas;
import dev.spillway.experiments.lab.Shot;
import dev.spillway.experiments.lab.Spread;
import io.vertx.core.Future;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Servers needed against the number of requests. All at once, requests would leave an algorithm
 * nothing to choose: every server is full. So they come spread over a window, at moments drawn at
 * random, and the number needed grows with how many come in it. The algorithms get the very same
 * moments, side by side, each with a pool of its own that begins at its minimum.
 */
public final class Containers implements Experiment<ContainersRow> {
  static final List<Balance> BALANCES =
      List.of(Balance.ROUND_ROBIN_STRICT, Balance.ROUND_ROBIN, Balance.LEAST_CONNECTIONS);

  private final List<Integer> sizes;
  private final int repeats;
  private final Duration window;
  private final Limits limits;
  private final long seed;

  /** With so many requests within the window, each so many times, drawn from this seed. */
  public Containers(List<Integer> sizes, int repeats, Duration window, Limits limits, long seed) {
    this.sizes = List.copyOf(sizes);
    this.repeats = repeats;
    this.window = window;
    this.limits = limits;
    this.seed = seed;
  }

  @Override
  public String name() {
    return "containers";
  }

  @Override
  public Class<ContainersRow> row() {
    return ContainersRow.class;
  }

  @Override
  public List<ContainersRow> measure(Lab lab) throws InterruptedException, IOException {
    int perRepeat = BALANCES.size() * sizes.stream().mapToInt(size -> size).sum();
    lab.progress().total((long) repeats * perRepeat);
    List<ContainersRow> rows = new ArrayList<>();
    for (int repeat = 1; repeat <= repeats; repeat++) {
      for (int size : sizes) {
        lab.progress().now("%d requests, %d of %d".formatted(size, repeat, repeats));
        rows.addAll(sideBySide(lab, size, repeat));
      }
    }
    return rows;
  }

  private List<ContainersRow> sideBySide(Lab lab, int size, int repeat)
      throws InterruptedException, IOException {
    long drawnFrom = seed + 1000L * repeat + size;
    List<Long> arrivals = Arrivals.within(window, size, new SplittableRandom(drawnFrom));
    List<PoolSetup> pools =
        BALANCES.stream().map(balance -> PoolSetup.of(balance, limits)).toList();
    try (Installation installation = lab.install(pools)) {
      Map<PoolSetup, Future<List<Answer>>> loads = new LinkedHashMap<>();
      for (PoolSetup pool : pools) {
        loads.put(
            pool,
            installation.load(
                arrivals.stream()
                    .map(at -> new Shot(pool.path(), at, limits.delay().toMillis()))
                    .toList()));
      }
      List<ContainersRow> rows = new ArrayList<>();
      for (PoolSetup pool : pools) {
        rows.add(row(pool, installation, Pause.until(loads.get(pool)), repeat, drawnFrom));
      }
      return rows;
    }
  }

  private ContainersRow row(
      PoolSetup pool, Installation installation, List<Answer> answers, int repeat, long drawnFrom) {
    long first = answers.stream().mapToLong(Answer::sentMicros).min().orElse(0) / 1000;
    long last = answers.stream().mapToLong(Answer::answeredMicros).max().orElse(0) / 1000;
    Spread waits = Spread.of(answers, Answer::waitedMillis);
    return new ContainersRow(
        pool.name(),
        answers.size(),
        repeat,
        drawnFrom,
        installation.runtime(),
        window.toMillis() / 1000.0,
        limits.delay().toMillis(),
        limits.maxRequests(),
        limits.maxReplicas(),
        Replicas.most(installation.lives(pool), first, last),
        Clairvoyant.servers(answers.stream().map(Answer::shot).toList(), limits.maxRequests()),
        (int) answers.stream().filter(Answer::served).count(),
        waits.quantile(0.5),
        waits.quantile(0.99),
        Replicas.serverSeconds(installation.lives(pool), first, last));
  }

  @Override
  public BufferedImage picture(List<ContainersRow> rows) {
    return ContainersPicture.of(rows);
  }

  @Override
  public String reading(List<ContainersRow> rows) {
    return ContainersReading.of(rows);
  }
}
