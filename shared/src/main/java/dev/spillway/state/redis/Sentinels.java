package dev.spillway.state.redis;

import dev.spillway.state.PoolStateException;
import dev.spillway.state.redis.Sentinel.Answer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Asks the Sentinels of a URL which Redis is the primary. All are asked at once, and the answer of
 * the newest configuration counts: one that was cut off from the others may still name the old
 * primary. Not safe for use by several threads at once.
 */
final class Sentinels {
  private final List<Sentinel> all;

  /**
   * @param timeout how long each may take; the answers of those that take longer don't count
   */
  Sentinels(Vertx vertx, RedisUrl url, Duration timeout) {
    all = url.hosts().stream().map(host -> new Sentinel(vertx, url, host, timeout)).toList();
  }

  /** {@code host:port} of the primary. Fails with what each Sentinel said, if none knows it. */
  Future<String> primary() {
    List<Future<Answer>> answers = all.stream().map(Sentinel::ask).toList();
    return Future.join(answers)
        .transform(
            done ->
                answers.stream()
                    .filter(Future::succeeded)
                    .map(Future::result)
                    .max(Comparator.comparingLong(Answer::epoch))
                    .map(newest -> Future.succeededFuture(newest.primary()))
                    .orElseGet(() -> Future.failedFuture(noneKnows(answers))));
  }

  private PoolStateException noneKnows(List<Future<Answer>> answers) {
    String said =
        IntStream.range(0, all.size())
            .mapToObj(i -> all.get(i).host() + ": " + answers.get(i).cause().getMessage())
            .collect(Collectors.joining("; "));
    return new PoolStateException("no Sentinel knows the primary (" + said + ")", null);
  }

  void close() {
    all.forEach(Sentinel::close);
  }
}
