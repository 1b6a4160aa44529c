package dev.spillway.state.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.test.RealRedis;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the scripts cost as pools grow: {@code mvn test -pl model -am -Dtest=ScaleTest
 * -Dspillway.scale=full -Dsurefire.failIfNoSpecifiedTests=false}, of some sizes only with {@code
 * -Dspillway.scale.servers=1000}. Without the flag a tiny form runs, which shows that it works and
 * measures nothing.
 */
@ExtendWith(RealRedis.class)
class ScaleTest {
  private static final boolean FULL = "full".equals(System.getProperty("spillway.scale"));
  private static final int[] SERVERS =
      Stream.of(System.getProperty("spillway.scale.servers", FULL ? "10,100,1000" : "3").split(","))
          .mapToInt(Integer::parseInt)
          .toArray();
  private static final int[] GATEWAYS = FULL ? new int[] {1, 10, 50} : new int[] {2};

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    dev.spillway.test.Awaiting.await(vertx.close());
  }

  @Test
  void everyScriptIsMeasuredAtEverySize(RealRedis.Server redis) {
    for (int servers : SERVERS) {
      for (int gateways : GATEWAYS) {
        measure(redis, servers, gateways);
      }
    }
  }

  private void measure(RealRedis.Server redis, int servers, int gateways) {
    redis.flush();
    try (ScaleRun run = new ScaleRun(vertx, redis, servers, gateways)) {
      List<ScaleRun.Measured> measured = run.measure(!FULL ? 2 : servers < 1000 ? 400 : 100);
      measured.forEach(line -> System.out.println(line.told()));
      assertThat(measured).extracting(ScaleRun.Measured::calls).allMatch(calls -> calls > 0);
    }
  }
}
