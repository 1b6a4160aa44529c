package dev.spillway.worker.runtime.process;

import dev.spillway.config.PoolConfig;
import dev.spillway.worker.runtime.ServerRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How a server of a pool is started: what is run, where, and with which environment. */
final class ServerCommand {
  private final PoolConfig pool;

  ServerCommand(PoolConfig pool) {
    this.pool = pool;
  }

  /** Throws a {@link ServerRuntimeException} if it can't be run. */
  Void check() {
    executable(environment());
    return null;
  }

  DetachedStart.Waiting begin(String server, int port, Path log) throws IOException {
    Map<String, String> environment = environment();
    environment.putIfAbsent("HOSTNAME", server);
    environment.put("PORT", Integer.toString(port));
    List<String> command = new ArrayList<>(pool.command());
    command.set(0, executable(environment).toString());
    return DetachedStart.begin(command, environment, log);
  }

  private Path executable(Map<String, String> environment) {
    if (pool.command().isEmpty()) {
      throw new ServerRuntimeException(
          "pool %s has no command, but its servers are to be processes: set pools.%s.command, or runtime: docker"
              .formatted(pool.name(), pool.name()));
    }
    return new Executable(Path.of("").toAbsolutePath(), environment)
        .find(pool.name(), pool.command().get(0));
  }

  /**
   * The worker's own environment, because a command without PATH or HOME is of little use, but not
   * its settings: they may hold the password of Redis. HOSTNAME is the server's name, as in a
   * container.
   */
  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment
        .keySet()
        .removeIf(
            name ->
                name.startsWith("SPILLWAY_")
                    || name.equals("REDIS_URL")
                    || name.equals("HOSTNAME"));
    environment.putAll(pool.env());
    return environment;
  }
}
