package dev.spillway.config;

import java.util.HashMap;
import java.util.Map;

/**
 * Checks what a value alone can't tell. Says nothing about values that are known to be wrong, since
 * their defaults stand in for them.
 */
final class CrossChecks {

  private final Settings settings;
  private final Problems problems;

  CrossChecks(Settings settings, Problems problems) {
    this.settings = settings;
    this.problems = problems;
  }

  void check(SpillwayConfig config) {
    managementNeedsToken(config.management());
    clusterTlsIsWhole(config.cluster().tls());
    PoolChecks poolChecks = new PoolChecks(settings, problems, config.runtime());
    config.pools().values().forEach(poolChecks::check);
    matchesDiffer(config.pools());
  }

  private void managementNeedsToken(ManagementConfig management) {
    if (!Addresses.isLoopback(management.host())
        && management.token().isEmpty()
        && !problems.concern("management.host", "management.token")) {
      problems.add(
          "management.host",
          ConfigProblem.at(
                  settings.origin("management.host"),
                  "can be reached from beyond this machine, so management.token must be set")
              .found(management.host()));
    }
  }

  private void clusterTlsIsWhole(ClusterConfig.Tls tls) {
    if (tls.incomplete()
        && !problems.concern("cluster.tls.cert", "cluster.tls.key", "cluster.tls.ca")) {
      problems.add(
          "cluster.tls",
          ConfigProblem.at(settings.origin("cluster.tls"), "cert, key and ca go together")
              .expected("all three, or none"));
    }
  }

  private void matchesDiffer(Map<String, PoolConfig> pools) {
    Map<PoolConfig.Match, String> seen = new HashMap<>();
    pools.forEach(
        (name, pool) -> {
          String path = "pools." + name + ".match";
          String earlier = seen.putIfAbsent(pool.match().normal(), name);
          if (earlier != null && !problems.concern(path + ".host", path + ".path")) {
            String message =
                "takes the same requests as pools.%s: host %s and path %s"
                    .formatted(earlier, pool.match().host(), pool.match().path());
            problems.add(
                path,
                ConfigProblem.at(settings.origin(path), message).expected("another host or path"));
          }
        });
  }
}
