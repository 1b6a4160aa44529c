package dev.spillway.launcher.part;

import dev.spillway.config.PoolConfig;
import dev.spillway.config.RuntimeChoice;
import dev.spillway.config.SpillwayConfig;
import dev.spillway.launcher.CommandFailure;
import dev.spillway.launcher.lifecycle.Patience;
import dev.spillway.launcher.lifecycle.Waiting;
import dev.spillway.worker.runtime.ServerRuntime;
import dev.spillway.worker.runtime.process.ProcessRuntime;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses what servers are, and makes it ready to start the first one. */
public final class ServerRuntimes {
  private static final Logger LOG = LoggerFactory.getLogger(ServerRuntimes.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Patience NO_PATIENCE = new Patience(Duration.ZERO);

  private final Vertx vertx;
  private final SpillwayConfig config;
  private final Path processDirectory;
  private final Optional<Home> home;
  private final Consumer<String> progress;
  private final Patience patience;

  /**
   * Tells what takes long, and why it didn't take Docker, by {@code progress}.
   *
   * @param processDirectory where server processes are recorded
   * @param patience with a Docker that doesn't answer, where servers can be nothing but containers
   */
  public ServerRuntimes(
      Vertx vertx,
      SpillwayConfig config,
      Path processDirectory,
      Optional<Home> home,
      Consumer<String> progress,
      Patience patience) {
    this.vertx = vertx;
    this.config = config;
    this.processDirectory = processDirectory;
    this.home = home;
    this.progress = progress;
    this.patience = patience;
  }

  /**
   * What was chosen.
   *
   * @param runtime the runtime, to be closed by the receiver
   * @param pools all pools, with what they need to run on it filled in
   */
  public record Chosen(ServerRuntime runtime, List<PoolConfig> pools) {}

  /** Blocks, for minutes if an image has to be built or pulled. */
  public Chosen choose() throws InterruptedException {
    return switch (config.runtime()) {
      case PROCESS -> processes();
      case DOCKER -> docker(patience);
      case AUTO -> dockerOrProcesses();
    };
  }

  private Chosen dockerOrProcesses() throws InterruptedException {
    boolean canBeProcesses = scaled(pools()).stream().allMatch(this::runsAsProcess);
    boolean canBeContainers = scaled(pools()).stream().allMatch(ServerRuntimes::runsAsContainer);
    if (canBeProcesses && !canBeContainers) {
      return processes();
    }
    if (!canBeProcesses) {
      return docker(patience);
    }
    try {
      return docker(NO_PATIENCE);
    } catch (CommandFailure e) {
      LOG.debug("docker not taken", e);
      progress.accept("servers run as processes: " + String.join(" ", e.lines()));
      return processes();
    }
  }

  private Chosen docker(Patience patience) throws InterruptedException {
    require(ServerRuntimes::runsAsContainer, "image", RuntimeChoice.DOCKER);
    List<PoolConfig> pools = pools().stream().map(ExampleWebServer::asContainer).toList();
    DockerServers servers = new DockerServers(vertx, config.docker(), home, progress, patience);
    ServerRuntime runtime = servers.connect(config.instance());
    return closedUnlessReady(
        runtime,
        () -> {
          servers.prepare(runtime, scaled(pools));
          return new Chosen(runtime, pools);
        });
  }

  private Chosen processes() throws InterruptedException {
    require(this::runsAsProcess, "command", RuntimeChoice.PROCESS);
    List<PoolConfig> pools =
        pools().stream().map(pool -> ExampleWebServer.asProcess(pool, home)).toList();
    ServerRuntime runtime =
        Waiting.await(
            ProcessRuntime.open(vertx, processDirectory, config.instance()),
            TIMEOUT,
            "opening the record of server processes");
    return closedUnlessReady(
        runtime,
        () -> {
          for (PoolConfig pool : scaled(pools)) {
            Waiting.await(runtime.prepare(pool), TIMEOUT, "looking for the command");
          }
          return new Chosen(runtime, pools);
        });
  }

  private interface Preparation {
    Chosen run() throws InterruptedException;
  }

  private static Chosen closedUnlessReady(ServerRuntime runtime, Preparation preparation)
      throws InterruptedException {
    boolean ready = false;
    try {
      Chosen chosen = preparation.run();
      ready = true;
      return chosen;
    } finally {
      if (!ready) {
        runtime.close().onFailure(e -> LOG.debug("runtime not closed", e));
      }
    }
  }

  private static boolean runsAsContainer(PoolConfig pool) {
    return ExampleWebServer.asContainer(pool).image().isPresent();
  }

  private boolean runsAsProcess(PoolConfig pool) {
    return !ExampleWebServer.asProcess(pool, home).command().isEmpty();
  }

  private void require(Predicate<PoolConfig> runnable, String key, RuntimeChoice choice) {
    List<String> lacking =
        scaled(pools()).stream()
            .filter(runnable.negate())
            .map(
                pool ->
                    "pools.%s.%s: missing, and the runtime %s needs it"
                        .formatted(pool.name(), key, choice.name().toLowerCase(Locale.ROOT)))
            .toList();
    if (!lacking.isEmpty()) {
      throw CommandFailure.mistake(lacking, null);
    }
  }

  private List<PoolConfig> pools() {
    return List.copyOf(config.pools().values());
  }

  /** Those whose servers we start; the others have fixed ones. */
  private static List<PoolConfig> scaled(List<PoolConfig> pools) {
    return pools.stream().filter(pool -> pool.servers().isEmpty()).toList();
  }
}
