package dev.spillway.state.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.test.RealRedis;
import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the scripts cost as pools grow: {@code mvn test -pl model -am -Dtest=ScaleTest
 * -Dspillway.scale=full -Dsurefire.failIfNoSpecifiedTests=false}. Without the flag a tiny form
 * runs, which shows that it works and measures nothing.
 */
@ExtendWith(RealRedis.class)
class ScaleTest {
  private static final boolean FULL = "full".equals(System.getProperty("spillway.scale"));
  private static final List<int[]> SIZES =
      FULL
          ? List.of(
              new int[] {10, 1},
              new int[] {10, 10},
              new int[] {10, 50},
              new int[] {100, 1},
              new int[] {100, 10},
              new int[] {100, 50},
              new int[] {1000, 1},
              new int[] {1000, 10},
              new int[] {1000, 50})
          : List.of(new int[] {3, 2});

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    dev.spillway.test.Awaiting.await(vertx.close());
  }

  @Test
  void everyScriptIsMeasuredAtEverySize(RealRedis.Server redis) {
    for (int[] size : SIZES) {
      redis.flush();
      try (ScaleRun run = new ScaleRun(vertx, redis, size[0], size[1])) {
        List<ScaleRun.Measured> measured = run.measure(!FULL ? 2 : size[0] < 1000 ? 400 : 100);
        measured.forEach(line -> System.out.println(line.told()));
        assertThat(measured).extracting(ScaleRun.Measured::calls).allMatch(calls -> calls > 0);
      }
    }
  }
}
