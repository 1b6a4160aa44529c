package dev.spillway.worker.runtime;

import dev.spillway.config.Balance;
import dev.spillway.config.PoolConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Pools for tests of runtimes: what a runtime reads is given, the rest is some default. */
public final class Pools {
  private Pools() {}

  /** A pool of processes. */
  public static PoolConfig ofCommand(String name, List<String> command, Map<String, String> env) {
    return pool(name, Optional.empty(), command, env, OptionalLong.empty(), OptionalDouble.empty());
  }

  /** A pool of containers. */
  public static PoolConfig ofImage(
      String name, String image, List<String> command, Map<String, String> env) {
    return pool(
        name, Optional.of(image), command, env, OptionalLong.empty(), OptionalDouble.empty());
  }

  /** The same pool with limits for each container. */
  public static PoolConfig limited(PoolConfig pool, long memory, double cpus) {
    return pool(
        pool.name(),
        pool.image(),
        pool.command(),
        pool.env(),
        OptionalLong.of(memory),
        OptionalDouble.of(cpus));
  }

  private static PoolConfig pool(
      String name,
      Optional<String> image,
      List<String> command,
      Map<String, String> env,
      OptionalLong memory,
      OptionalDouble cpus) {
    Duration second = Duration.ofSeconds(1);
    return new PoolConfig(
        name,
        new PoolConfig.Match("*", "/"),
        image,
        command,
        5000,
        env,
        0,
        20,
        10,
        second,
        Balance.FIRST,
        new PoolConfig.QueueConfig(10, second),
        new PoolConfig.HealthConfig(Optional.empty(), second, second),
        new PoolConfig.ServerTimeouts(second, second, second, Optional.empty()),
        PoolConfig.FaultConfig.DEFAULT,
        second,
        memory,
        cpus,
        List.of());
  }
}
