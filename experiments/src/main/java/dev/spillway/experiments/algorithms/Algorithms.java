package dev.spillway.experiments.algorithms;

import dev.spillway.config.Balance;
import dev.spillway.experiments.Experiment;
import dev.spillway.experiments.lab.Answer;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Every balancing algorithm under constant, exponential and heavy-tailed service times. All get the
 * same requests at the same moments, side by side, each with a pool of its own.
 */
public final class Algorithms implements Experiment<AlgorithmsRow> {
  private final Waves waves;
  private final Limits limits;
  private final long seed;

  /** With these requests; the limits' delay is the mean service time. */
  public Algorithms(Waves waves, Limits limits, long seed) {
    this.waves = waves;
    this.limits = limits;
    this.seed = seed;
  }

  /** A request before it is known to which pool. */
  private record Job(long atMillis, long serviceMillis) {}

  @Override
  public String name() {
    return "algorithms";
  }

  @Override
  public Class<AlgorithmsRow> row() {
    return AlgorithmsRow.class;
  }

  @Override
  public List<AlgorithmsRow> measure(Lab lab) throws InterruptedException, IOException {
    Map<ServiceTimes, List<Job>> jobs = new LinkedHashMap<>();
    for (ServiceTimes times : ServiceTimes.values()) {
      jobs.put(times, draw(times));
    }
    int pools = Balance.values().length;
    lab.progress().total((long) pools * jobs.values().stream().mapToInt(List::size).sum());
    List<AlgorithmsRow> rows = new ArrayList<>();
    for (var entry : jobs.entrySet()) {
      lab.progress().now(entry.getKey().word() + " service times");
      rows.addAll(sideBySide(lab, entry.getKey(), entry.getValue()));
    }
    return rows;
  }

  private List<Job> draw(ServiceTimes times) {
    SplittableRandom random = new SplittableRandom(seed);
    SplittableRandom services = random.split();
    return waves.draw(random).stream()
        .map(at -> new Job(at, times.millis((double) limits.delay().toMillis(), services)))
        .toList();
  }

  private List<AlgorithmsRow> sideBySide(Lab lab, ServiceTimes times, List<Job> jobs)
      throws InterruptedException, IOException {
    List<PoolSetup> pools = new ArrayList<>();
    for (Balance balance : Balance.values()) {
      pools.add(PoolSetup.of(balance, limits));
    }
    try (Installation installation = lab.install(pools)) {
      Map<PoolSetup, Future<List<Answer>>> loads = new LinkedHashMap<>();
      for (PoolSetup pool : pools) {
        loads.put(pool, installation.load(jobs.stream().map(job -> shot(pool, job)).toList()));
      }
      List<AlgorithmsRow> rows = new ArrayList<>();
      for (PoolSetup pool : pools) {
        rows.add(row(pool, times, installation, Pause.until(loads.get(pool))));
      }
      return rows;
    }
  }

  private static Shot shot(PoolSetup pool, Job job) {
    return new Shot(
        "%s?delay=%dms".formatted(pool.path(), job.serviceMillis()),
        job.atMillis(),
        job.serviceMillis());
  }

  private AlgorithmsRow row(
      PoolSetup pool, ServiceTimes times, Installation installation, List<Answer> answers) {
    long first = answers.stream().mapToLong(Answer::sentMicros).min().orElse(0) / 1000;
    long last = answers.stream().mapToLong(Answer::answeredMicros).max().orElse(0) / 1000;
    Spread waits = Spread.of(answers, Answer::waitedMillis);
    Spread services = Spread.of(answers, answer -> answer.shot().serviceMillis());
    return new AlgorithmsRow(
        pool.name(),
        times.word(),
        seed,
        installation.runtime(),
        answers.size(),
        (int) answers.stream().filter(Answer::served).count(),
        services.mean(),
        services.quantile(1),
        limits.maxRequests(),
        limits.idleTimeout().toMillis(),
        Replicas.most(installation.lives(pool), first, last),
        waits.quantile(0.5),
        waits.quantile(0.99),
        Replicas.serverSeconds(installation.lives(pool), first, last));
  }

  @Override
  public BufferedImage picture(List<AlgorithmsRow> rows) {
    return AlgorithmsPicture.of(rows);
  }

  @Override
  public String reading(List<AlgorithmsRow> rows) {
    return AlgorithmsReading.of(rows);
  }
}
