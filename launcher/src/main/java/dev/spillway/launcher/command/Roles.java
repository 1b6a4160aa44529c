package dev.spillway.launcher.command;

import dev.spillway.config.SpillwayConfig;
import dev.spillway.launcher.CommandFailure;

/** What holds for every command that runs one role of an installation. */
final class Roles {
  private Roles() {}

  /** An embedded Redis is of use to one process alone. */
  static void requireSharedRedis(String role, SpillwayConfig config) {
    if (config.redis().embedded()) {
      throw CommandFailure.mistake(
          ("spillway %s: redis is embedded, which only spillway up can use; set it to the Redis that"
                  + " all processes share, such as --set redis=redis://HOST:6379/0 or REDIS_URL")
              .formatted(role));
    }
  }

  /** Without a cluster everything still happens, by looking at Redis now and then. */
  static void tellWithoutCluster(String role, SpillwayConfig config) {
    if (!config.cluster().enabled()) {
      Output.line(
          "spillway %s: no cluster is configured, so news arrive by Redis alone, up to some seconds"
                  .formatted(role)
              + " later; --cluster HOST,HOST joins one");
    }
  }

  static String tellStopping(String role) {
    return "spillway " + role + ": stopping";
  }
}
