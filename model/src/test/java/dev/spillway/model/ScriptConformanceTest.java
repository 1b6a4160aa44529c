package dev.spillway.model;

import dev.spillway.state.redis.ScriptsUnderTest;
import dev.spillway.test.RealRedis;
import io.vertx.core.Vertx;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scripts on a real Redis do what the model of them does, step by step. */
@ExtendWith(RealRedis.class)
class ScriptConformanceTest {
  private static final int STEPS = Integer.getInteger("spillway.model.steps", 400);

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    dev.spillway.test.Awaiting.await(vertx.close());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.spillway.test.Seeds#ten")
  void everyStepLeavesTheSameRecordsAndHasTheSameAnswer(long seed, RealRedis.Server redis) {
    try (ScriptsUnderTest scripts = new ScriptsUnderTest(vertx, redis.url())) {
      new Comparison(scripts, new SplittableRandom(seed)).run(STEPS);
    }
  }
}
