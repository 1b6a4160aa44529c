package dev.spillway.worker;

import static dev.spillway.test.Awaiting.await;
import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.config.ClusterConfig;
import dev.spillway.config.DockerConfig;
import dev.spillway.config.EventsConfig;
import dev.spillway.config.OutagePolicy;
import dev.spillway.config.PoolConfig;
import dev.spillway.config.RedisConfig;
import dev.spillway.config.RuntimeChoice;
import dev.spillway.config.ShutdownConfig;
import dev.spillway.config.SpillwayConfig;
import dev.spillway.config.TransportChoice;
import dev.spillway.events.Addresses;
import dev.spillway.events.PoolChanged;
import dev.spillway.events.ServerChanged;
import dev.spillway.state.ExchangeAnswer;
import dev.spillway.state.ExchangeReport;
import dev.spillway.state.PoolLimits;
import dev.spillway.state.PoolSnapshot;
import dev.spillway.state.PoolState;
import dev.spillway.state.ServerRecord;
import dev.spillway.state.ServerState;
import dev.spillway.state.redis.RedisSharedState;
import dev.spillway.worker.runtime.RunningServer;
import dev.spillway.worker.runtime.ServerRuntime;
import dev.spillway.worker.runtime.process.ProcessRuntime;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** One pool on real parts: a real Redis, real processes, a real event bus; workers at will. */
final class Installation implements AutoCloseable {
  final Vertx vertx = Vertx.vertx();
  final Path directory;
  final PoolConfig pool;
  final SpillwayConfig config;
  final RedisSharedState shared;
  final PoolState state;
  final PoolLimits limits;
  final ProcessRuntime runtime;
  private final AtomicInteger startsUnderWay = new AtomicInteger();
  final List<ServerChanged> serverEvents = new CopyOnWriteArrayList<>();
  final List<PoolChanged> poolEvents = new CopyOnWriteArrayList<>();
  private final List<Vertx> workers = new ArrayList<>();
  private long sequence;

  Installation(String redisUrl, Path directory, PoolConfig pool) {
    this.directory = directory;
    this.pool = pool;
    this.config = config(redisUrl, pool);
    this.limits =
        pool.servers().isEmpty()
            ? ScaledPool.limits(pool, config)
            : PoolLimits.fixed(pool.maxRequests(), config.redis().lease());
    this.shared = await(RedisSharedState.connect(vertx, config.redis()));
    this.state = shared.pool(pool.name());
    if (pool.servers().isEmpty()) {
      // A worker was here before: until one was, no exchange asks for a start.
      await(state.sweep("before", new PoolLimits(0, 1, limits.capacity(), limits.lease())));
    }
    this.runtime = await(ProcessRuntime.open(vertx, directory, "test"));
    vertx
        .eventBus()
        .<JsonObject>consumer(
            Addresses.SERVER, event -> serverEvents.add(ServerChanged.fromJson(event.body())));
    vertx
        .eventBus()
        .<JsonObject>consumer(
            Addresses.POOL, event -> poolEvents.add(PoolChanged.fromJson(event.body())));
  }

  static SpillwayConfig config(String redisUrl, PoolConfig pool) {
    return new SpillwayConfig(
        "test",
        null,
        null,
        new RedisConfig(redisUrl, OutagePolicy.SERVE, Duration.ofSeconds(2), Duration.ofSeconds(1)),
        RuntimeChoice.PROCESS,
        TransportChoice.AUTO,
        new DockerConfig("", Optional.empty(), 4),
        new ClusterConfig(
            List.of(),
            Optional.empty(),
            5701,
            Optional.empty(),
            new ClusterConfig.Tls(Optional.empty(), Optional.empty(), Optional.empty())),
        new EventsConfig(Duration.ZERO),
        null,
        new ShutdownConfig(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1)),
        Map.of(pool.name(), pool));
  }

  /** A worker on the installation's own event bus. */
  ScalingVerticle worker(String id) {
    return worker(id, runtime);
  }

  /** A worker with a runtime of its own. */
  ScalingVerticle worker(String id, ServerRuntime other) {
    ServerRuntime counted = new CountedStarts(other, startsUnderWay);
    ScalingVerticle worker = new ScalingVerticle(config, shared, counted, id);
    await(vertx.deployVerticle(worker));
    return worker;
  }

  /** A worker in a world of its own, without this event bus, as after a partition. */
  Vertx isolatedWorker(String id) {
    Vertx own = Vertx.vertx();
    workers.add(own);
    RedisSharedState ownState = await(RedisSharedState.connect(own, config.redis()));
    ProcessRuntime ownRuntime = await(ProcessRuntime.open(own, directory, "test"));
    await(own.deployVerticle(new ScalingVerticle(config, ownState, ownRuntime, id)));
    return own;
  }

  /** One exchange of a gateway with nothing in hand but what the holdings say. */
  ExchangeAnswer exchange(int waiting, ExchangeReport.Holding... holdings) {
    return await(
        state.exchange(
            new ExchangeReport("gateway", ++sequence, true, waiting, false, List.of(holdings)),
            limits));
  }

  PoolSnapshot snapshot() {
    return await(state.snapshot());
  }

  List<ServerRecord> in(ServerState wanted) {
    return snapshot().servers().stream().filter(server -> server.state() == wanted).toList();
  }

  /** Waits until exactly so many records exist, all READY, and answers them. */
  List<ServerRecord> awaitReady(int count) {
    until(
        count + " servers READY and no other",
        () -> {
          List<ServerRecord> servers = snapshot().servers();
          return servers.size() == count
              && servers.stream().allMatch(server -> server.state() == ServerState.READY);
        });
    return snapshot().servers();
  }

  ServerChanged awaitEvent(ServerState changedTo) {
    until("an event that a server is " + changedTo, () -> event(changedTo).isPresent());
    return event(changedTo).orElseThrow();
  }

  Optional<ServerChanged> event(ServerState changedTo) {
    return serverEvents.stream().filter(event -> event.state() == changedTo).findFirst();
  }

  void awaitPoolEvent(PoolChanged.Kind kind) {
    until("an event " + kind, () -> poolEvents.stream().anyMatch(event -> event.kind() == kind));
  }

  List<String> running() {
    return await(runtime.list()).stream().map(RunningServer::name).sorted().toList();
  }

  /** One entry per process that was ever started: the server's name and the pid. */
  List<String> starts() {
    try (Stream<Path> files = Files.list(directory.resolve("starts"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The process of a server that was started once. */
  ProcessHandle process(String server) {
    String start =
        starts().stream().filter(name -> name.startsWith(server + ".")).findFirst().orElseThrow();
    return ProcessHandle.of(Long.parseLong(start.substring(server.length() + 1))).orElseThrow();
  }

  @Override
  public void close() {
    workers.forEach(worker -> await(worker.close()));
    for (String id : vertx.deploymentIDs()) {
      await(vertx.undeploy(id));
    }
    until("an end of the starts that were left", () -> startsUnderWay.get() == 0);
    for (String server : running()) {
      await(runtime.stop(server, Duration.ZERO));
    }
    assertThat(running()).as("servers left behind").isEmpty();
    await(runtime.close());
    await(shared.close());
    await(vertx.close());
  }

  /** A pool of {@link ScaledServer}s. */
  static PoolOfServers pool(Path directory) {
    return new PoolOfServers(directory);
  }

  /** Makes the configuration of the pool {@code web}; starts from one that is quick to test. */
  static final class PoolOfServers {
    private final java.util.HashMap<String, String> env = new java.util.HashMap<>();
    private List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xmx32m",
            "-cp",
            Path.of("target", "test-classes").toAbsolutePath().toString(),
            ScaledServer.class.getName());
    private int min;
    private int max = 4;
    private int capacity = 2;
    private Duration idle = Duration.ofMinutes(10);
    private Duration healthTimeout = Duration.ofSeconds(50);
    private List<String> fixed = List.of();

    private PoolOfServers(Path directory) {
      try {
        env.put("STARTS", Files.createDirectories(directory.resolve("starts")).toString());
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    PoolOfServers replicas(int minimum, int maximum) {
      min = minimum;
      max = maximum;
      return this;
    }

    PoolOfServers capacity(int requests) {
      capacity = requests;
      return this;
    }

    PoolOfServers idle(Duration timeout) {
      idle = timeout;
      return this;
    }

    PoolOfServers healthTimeout(Duration timeout) {
      healthTimeout = timeout;
      return this;
    }

    PoolOfServers env(String name, String value) {
      env.put(name, value);
      return this;
    }

    PoolOfServers command(List<String> other) {
      command = other;
      return this;
    }

    PoolOfServers fixed(String... urls) {
      fixed = List.of(urls);
      return command(List.of());
    }

    PoolConfig build() {
      return new PoolConfig(
          "web",
          new PoolConfig.Match("*", "/"),
          Optional.empty(),
          command,
          5000,
          env,
          min,
          max,
          capacity,
          idle,
          dev.spillway.config.Balance.FIRST,
          new PoolConfig.QueueConfig(10, Duration.ofSeconds(1)),
          new PoolConfig.HealthConfig(Optional.of("/health"), Duration.ofMillis(20), healthTimeout),
          new PoolConfig.ServerTimeouts(
              Duration.ofSeconds(1),
              Duration.ofSeconds(1),
              Duration.ofSeconds(1),
              Optional.empty(),
              Optional.empty()),
          PoolConfig.FaultConfig.DEFAULT,
          dev.spillway.config.ServerProtocol.HTTP1,
          Duration.ofSeconds(5),
          java.util.OptionalLong.empty(),
          java.util.OptionalDouble.empty(),
          fixed);
    }
  }
}
