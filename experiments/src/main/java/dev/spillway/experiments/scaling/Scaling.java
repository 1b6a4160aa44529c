package dev.spillway.experiments.scaling;

import dev.spillway.config.Balance;
import dev.spillway.experiments.Experiment;
import dev.spillway.experiments.lab.Answer;
import dev.spillway.experiments.lab.Arrivals;
import dev.spillway.experiments.lab.Installation;
import dev.spillway.experiments.lab.Lab;
import dev.spillway.experiments.lab.Limits;
import dev.spillway.experiments.lab.Pause;
import dev.spillway.experiments.lab.PoolSetup;
import dev.spillway.experiments.lab.Replicas;
import dev.spillway.experiments.lab.ServerLife;
import dev.spillway.experiments.lab.Shot;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Many requests at once to a pool at its minimum, watched until it is back there. */
public final class Scaling implements Experiment<ScalingRow> {
  /** What the picture shows of the quiet before and after. */
  private static final Duration QUIET = Duration.ofSeconds(2);

  /** For draining and stopping, once idle. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final int requests;
  private final Balance balance;
  private final Limits limits;

  /** With so many requests. */
  public Scaling(int requests, Balance balance, Limits limits) {
    this.requests = requests;
    this.balance = balance;
    this.limits = limits;
  }

  @Override
  public String name() {
    return "scaling";
  }

  @Override
  public Class<ScalingRow> row() {
    return ScalingRow.class;
  }

  @Override
  public List<ScalingRow> measure(Lab lab) throws InterruptedException, IOException {
    PoolSetup pool = PoolSetup.of(balance, limits);
    lab.progress().total(requests);
    lab.progress().now("start");
    try (Installation installation = lab.install(List.of(pool))) {
      Pause.of(QUIET);
      lab.progress().now("requests");
      List<Answer> answers =
          installation.loadAndWait(
              Arrivals.atOnce(requests).stream()
                  .map(at -> new Shot(pool.path(), at, limits.delay().toMillis()))
                  .toList());
      lab.progress().now("until idle");
      installation.awaitReplicas(pool, limits.minReplicas(), limits.idleTimeout().plus(PATIENCE));
      Pause.of(QUIET);
      return rows(answers, installation.lives(pool), installation.runtime());
    }
  }

  private List<ScalingRow> rows(List<Answer> answers, List<ServerLife> lives, String runtime) {
    long first = answers.stream().mapToLong(Answer::sentMicros).min().orElseThrow() / 1000;
    TreeSet<Long> moments = new TreeSet<>();
    moments.add(first - QUIET.toMillis());
    moments.add(first);
    answers.forEach(answer -> moments.add(answer.answeredMicros() / 1000));
    for (ServerLife life : lives) {
      moments.add(life.readyAt());
      moments.add(life.goneAt());
    }
    moments.remove(Long.MAX_VALUE);
    moments.headSet(first - QUIET.toMillis()).clear();
    moments.add(moments.last() + QUIET.toMillis());
    List<ScalingRow> rows = new ArrayList<>();
    for (long moment : moments) {
      int answered =
          (int)
              answers.stream()
                  .filter(Answer::served)
                  .filter(answer -> answer.answeredMicros() / 1000 <= moment)
                  .count();
      rows.add(
          new ScalingRow(
              (moment - first) / 1000.0,
              Replicas.at(lives, moment),
              answered,
              requests,
              runtime,
              limits.delay().toMillis(),
              limits.maxRequests(),
              limits.minReplicas(),
              limits.maxReplicas(),
              limits.idleTimeout().toMillis()));
    }
    return rows;
  }

  @Override
  public BufferedImage picture(List<ScalingRow> rows) {
    return ScalingPicture.of(rows);
  }

  @Override
  public String reading(List<ScalingRow> rows) {
    return ScalingReading.of(rows);
  }
}
