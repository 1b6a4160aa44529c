package dev.spillway.experiments.responsetime;

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
import dev.spillway.experiments.lab.Shot;
import io.vertx.core.Future;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Total response time against the number of requests, for round robin, least connections, and one
 * server that is never joined by another. Each size begins with a new installation at its minimum;
 * all requests of a size are sent at once. What waits for the single server takes no processor
 * time, so its sizes run beside each other and beside the rest, each with a server of its own.
 */
public final class ResponseTime implements Experiment<ResponseTimeRow> {
  static final String SINGLE = "single server";

  private final List<Integer> sizes;
  private final int repeats;
  private final Limits limits;

  /** With so many requests, each so many times. */
  public ResponseTime(List<Integer> sizes, int repeats, Limits limits) {
    this.sizes = List.copyOf(sizes);
    this.repeats = repeats;
    this.limits = limits;
  }

  @Override
  public String name() {
    return "response-time";
  }

  @Override
  public Class<ResponseTimeRow> row() {
    return ResponseTimeRow.class;
  }

  @Override
  public List<ResponseTimeRow> measure(Lab lab) throws InterruptedException, IOException {
    lab.progress().total(3L * repeats * sizes.stream().mapToInt(size -> size).sum());
    lab.progress().now("one server per size");
    Map<Integer, PoolSetup> singles = new LinkedHashMap<>();
    for (int size : sizes) {
      singles.put(size, new PoolSetup("single-" + size, Balance.ROUND_ROBIN, limits.fixedAt(1)));
    }
    List<ResponseTimeRow> rows = new ArrayList<>();
    try (Installation single = lab.install(List.copyOf(singles.values()))) {
      Map<Integer, Future<List<List<Answer>>>> alone = new LinkedHashMap<>();
      singles.forEach((size, pool) -> alone.put(size, times(repeats, single, pool, size)));
      for (int repeat = 1; repeat <= repeats; repeat++) {
        for (int size : sizes) {
          rows.add(scaled(lab, Balance.ROUND_ROBIN, size, repeat));
          rows.add(scaled(lab, Balance.LEAST_CONNECTIONS, size, repeat));
        }
      }
      lab.progress().now(SINGLE);
      for (int size : sizes) {
        List<List<Answer>> all = Pause.until(alone.get(size));
        for (int i = 0; i < all.size(); i++) {
          rows.add(row(SINGLE, i + 1, singles.get(size), single, all.get(i)));
        }
      }
    }
    return rows;
  }

  private static Future<List<List<Answer>>> times(
      int repeats, Installation installation, PoolSetup pool, int size) {
    Future<List<List<Answer>>> all = Future.succeededFuture(new ArrayList<>());
    for (int i = 0; i < repeats; i++) {
      all =
          all.compose(
              sofar ->
                  installation
                      .load(atOnce(pool, size))
                      .map(
                          answers -> {
                            sofar.add(answers);
                            return sofar;
                          }));
    }
    return all;
  }

  private ResponseTimeRow scaled(Lab lab, Balance balance, int size, int repeat)
      throws InterruptedException, IOException {
    PoolSetup pool = PoolSetup.of(balance, limits);
    lab.progress().now(pool.name() + " " + size);
    try (Installation installation = lab.install(List.of(pool))) {
      List<Answer> answers = installation.loadAndWait(atOnce(pool, size));
      return row(pool.name(), repeat, pool, installation, answers);
    }
  }

  private static List<Shot> atOnce(PoolSetup pool, int size) {
    return Arrivals.atOnce(size).stream()
        .map(at -> new Shot(pool.path(), at, pool.limits().delay().toMillis()))
        .toList();
  }

  private static ResponseTimeRow row(
      String series, int repeat, PoolSetup pool, Installation installation, List<Answer> answers) {
    long first = answers.stream().mapToLong(Answer::sentMicros).min().orElse(0);
    long last = answers.stream().mapToLong(Answer::answeredMicros).max().orElse(0);
    return new ResponseTimeRow(
        series,
        answers.size(),
        repeat,
        installation.runtime(),
        pool.limits().delay().toMillis(),
        pool.limits().maxRequests(),
        pool.limits().maxReplicas(),
        (last - first) / 1e6,
        answers.stream().mapToDouble(Answer::responseMillis).average().orElse(0) / 1000,
        (int) answers.stream().filter(Answer::served).count(),
        Replicas.most(installation.lives(pool), first / 1000, last / 1000));
  }

  @Override
  public BufferedImage picture(List<ResponseTimeRow> rows) {
    return ResponseTimePicture.of(rows);
  }

  @Override
  public String reading(List<ResponseTimeRow> rows) {
    return ResponseTimeReading.of(rows);
  }
}
