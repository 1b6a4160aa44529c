package dev.spillway.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealRedis.class)
class RealRedisTest {

  @RepeatedTest(3)
  void isRunningAndEmptyBeforeEachTest(RealRedis.Server redis) {
    assertThat(redis.command("DBSIZE")).isEqualTo(":0");
    redis.command("SET left behind");
    redis.stop();
    assertThat(redis.process()).isEmpty();
  }
}
