package dev.spillway.launcher.part;

import dev.spillway.config.PoolConfig;
import dev.spillway.config.RedisConfig;
import dev.spillway.config.SpillwayConfig;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The configuration with what was found out at the start filled in. */
public final class Configured {
  private Configured() {}

  /** The same under another instance's name. */
  public static SpillwayConfig withInstance(SpillwayConfig config, String instance) {
    return copy(config, instance, config.redis(), List.copyOf(config.pools().values()));
  }

  /** The same with Redis at this URL. */
  public static SpillwayConfig withRedis(SpillwayConfig config, String url) {
    RedisConfig redis = config.redis();
    RedisConfig changed = new RedisConfig(url, redis.onOutage(), redis.timeout(), redis.lease());
    return copy(config, config.instance(), changed, List.copyOf(config.pools().values()));
  }

  /** The same with these pools. */
  public static SpillwayConfig withPools(SpillwayConfig config, List<PoolConfig> pools) {
    return copy(config, config.instance(), config.redis(), pools);
  }

  private static SpillwayConfig copy(
      SpillwayConfig config, String instance, RedisConfig redis, List<PoolConfig> pools) {
    return new SpillwayConfig(
        instance,
        config.gateway(),
        config.management(),
        redis,
        config.runtime(),
        config.transport(),
        config.docker(),
        config.cluster(),
        config.events(),
        config.accessLog(),
        config.shutdown(),
        pools.stream().collect(Collectors.toMap(PoolConfig::name, Function.identity())));
  }
}
