package dev.spillway.worker.runtime.process;

import dev.spillway.config.PoolConfig;
import dev.spillway.worker.runtime.EndedOutputs;
import dev.spillway.worker.runtime.RunningServer;
import dev.spillway.worker.runtime.ServerExit;
import dev.spillway.worker.runtime.ServerNames;
import dev.spillway.worker.runtime.ServerRuntime;
import dev.spillway.worker.runtime.ServerRuntimeException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Servers as processes of this machine: {@link PoolConfig#command} with {@link PoolConfig#env}, and
 * {@code PORT}, the port on 127.0.0.1 that it must listen on. Needs a POSIX system.
 *
 * <p>Their records and logs lie in a directory per installation. A server lives on when this
 * process ends, however it ends ({@link DetachedStart}), and is found again by its record.
 */
public final class ProcessRuntime implements ServerRuntime {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessRuntime.class);

  private static final int THREADS = 8;

  /** How often processes that are no children of ours are looked at, in milliseconds. */
  private static final long LOOK_INTERVAL = 200;

  /** How often logs are trimmed, in milliseconds. */
  private static final long TRIM_INTERVAL = 10_000;

  private final Vertx vertx;
  private final Context context;
  private final WorkerExecutor blocking;
  private final ServerFiles files;
  private final LoopbackPorts ports = new LoopbackPorts(new SecureRandom());
  private final Map<String, ServerProcess> processes = new ConcurrentHashMap<>();
  private final EndedOutputs endedOutputs = new EndedOutputs();
  private final List<Handler<ServerExit>> exitHandlers = new CopyOnWriteArrayList<>();
  private long trimTimer;
  private boolean looks; // on the context only
  private volatile boolean closed;

  private ProcessRuntime(Vertx vertx, WorkerExecutor blocking, ServerFiles files) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.blocking = blocking;
    this.files = files;
  }

  /**
   * Opens the runtime and takes over the servers that still run.
   *
   * @param stateDirectory where records and logs are kept; made if missing; must outlive this
   *     process for its servers to be found again
   * @param instance the installation's name; others in the same directory are left alone
   */
  public static Future<ProcessRuntime> open(Vertx vertx, Path stateDirectory, String instance) {
    WorkerExecutor blocking =
        vertx.createSharedWorkerExecutor("spillway-process-" + UUID.randomUUID(), THREADS);
    return blocking
        .executeBlocking(() -> ServerFiles.in(directory(stateDirectory, instance)), false)
        .map(files -> new ProcessRuntime(vertx, blocking, files))
        .compose(ProcessRuntime::takeOver)
        .recover(
            cause ->
                blocking
                    .close()
                    .compose(
                        closed ->
                            Future.failedFuture(cannotOpen(stateDirectory, instance, cause))));
  }

  private static Path directory(Path stateDirectory, String instance) {
    return stateDirectory.toAbsolutePath().resolve("servers").resolve(ServerNames.check(instance));
  }

  private static ServerRuntimeException cannotOpen(Path directory, String instance, Throwable e) {
    return e instanceof ServerRuntimeException known
        ? known
        : new ServerRuntimeException(
            "records of the servers of %s can't be kept in %s: %s; expected a directory that can be written to"
                .formatted(instance, directory.toAbsolutePath(), e),
            e);
  }

  private Future<ProcessRuntime> takeOver() {
    trimTimer = vertx.setPeriodic(TRIM_INTERVAL, id -> forEachProcess(this::trimLog));
    return list()
        .map(
            servers -> {
              servers.forEach(
                  server ->
                      LOG.info("server taken over server={} {}", server.name(), server.url()));
              return this;
            });
  }

  @Override
  public String kind() {
    return "process";
  }

  @Override
  public Future<Void> prepare(PoolConfig pool) {
    return blocking.executeBlocking(() -> new ServerCommand(pool).check(), false);
  }

  @Override
  public Future<RunningServer> start(PoolConfig pool, String server) {
    return Future.succeededFuture(server)
        .map(ServerNames::check)
        .compose(name -> stop(name, Duration.ZERO))
        .compose(gone -> blocking.executeBlocking(() -> startNow(pool, server), false));
  }

  private RunningServer startNow(PoolConfig pool, String server) throws IOException {
    ServerCommand command = new ServerCommand(pool);
    command.check();
    endedOutputs.forget(server);
    int port = ports.take();
    DetachedStart.Waiting waiting = null;
    try {
      waiting = command.begin(server, port, files.log(server));
      ProcessRecord record =
          new ProcessRecord(
              pool.name(), server, "http://127.0.0.1:" + port, idOf(waiting.process()));
      files.write(record);
      watch(ServerProcess.started(record, waiting.process()));
      waiting.go();
      return record.running();
    } catch (IOException | RuntimeException e) {
      if (waiting != null) {
        waiting.process().destroyForcibly();
      }
      processes.remove(server);
      files.delete(server);
      ports.release(port);
      throw e instanceof ServerRuntimeException known
          ? known
          : new ServerRuntimeException("server " + server + " could not be started: " + e, e);
    }
  }

  private static ProcessId idOf(Process process) {
    return ProcessId.of(process.pid())
        .orElseThrow(
            () ->
                new ServerRuntimeException(
                    "the process that was to become the server ended at once"));
  }

  private void watch(ServerProcess server) {
    ports.keep(server.record().port());
    processes.put(server.record().server(), server);
    server.ended().onSuccess(reason -> context.runOnContext(told -> ended(server, reason)));
  }

  private void ended(ServerProcess server, String reason) {
    if (closed || server.stopRequested()) {
      return;
    }
    ProcessRecord record = server.record();
    blocking
        .executeBlocking(
            () -> {
              endedOutputs.keep(record.server(), files.lastLines(record.server()));
              forget(server);
              return new ServerExit(record.pool(), record.server(), reason);
            },
            false)
        .onSuccess(exit -> exitHandlers.forEach(handler -> tell(handler, exit)))
        .onFailure(e -> LOG.warn("exited server not cleaned up server={}", record.server(), e));
  }

  private void tell(Handler<ServerExit> handler, ServerExit exit) {
    context.runOnContext(told -> handler.handle(exit));
  }

  private void forget(ServerProcess server) {
    if (processes.remove(server.record().server(), server)) {
      files.delete(server.record().server());
      ports.release(server.record().port());
    }
  }

  @Override
  public Future<Void> stop(String server, Duration grace) {
    return blocking
        .executeBlocking(() -> find(server), false)
        .compose(found -> found == null ? Future.succeededFuture() : stop(found, grace));
  }

  /** Null if there is none; what a dead one left is removed then. */
  private ServerProcess find(String server) {
    ServerProcess known = processes.get(ServerNames.check(server));
    if (known != null) {
      return known;
    }
    return files.read(server).map(this::adopt).orElse(null);
  }

  private Future<Void> stop(ServerProcess server, Duration grace) {
    return new ProcessStop(vertx, blocking)
        .stop(server, grace)
        .compose(
            ended ->
                blocking.executeBlocking(
                    () -> {
                      forget(server);
                      return null;
                    },
                    false));
  }

  @Override
  public Future<List<RunningServer>> list() {
    return blocking.executeBlocking(
        () -> {
          List<RunningServer> running = new ArrayList<>();
          for (ProcessRecord record : files.readAll()) {
            ServerProcess known = processes.get(record.server());
            ServerProcess server = known == null ? adopt(record) : known;
            if (server != null && server.running()) {
              running.add(record.running());
            }
          }
          return running;
        },
        false);
  }

  /** Takes over a recorded server; null, and its record removed, if it has ended. */
  private ServerProcess adopt(ProcessRecord record) {
    ProcessHandle handle = record.process().handle().orElse(null);
    if (handle == null) {
      files.delete(record.server());
      return null;
    }
    ServerProcess server = ServerProcess.found(record, handle);
    ServerProcess earlier = processes.putIfAbsent(record.server(), server);
    if (earlier != null) {
      return earlier;
    }
    watch(server);
    context.runOnContext(found -> lookLater());
    return server;
  }

  private void lookLater() {
    if (!looks && !closed) {
      looks = true;
      vertx.setTimer(LOOK_INTERVAL, id -> look());
    }
  }

  /** Goes on for as long as there is a process that is no child of ours. */
  private void look() {
    looks = false;
    if (!closed && processes.values().stream().anyMatch(ServerProcess::isFound)) {
      forEachProcess(ServerProcess::look);
      lookLater();
    }
  }

  @Override
  public Future<String> lastOutput(String server) {
    return blocking
        .executeBlocking(
            () ->
                endedOutputs.of(server).orElseGet(() -> files.lastLines(ServerNames.check(server))),
            false)
        .otherwise("");
  }

  private void trimLog(ServerProcess server) {
    files.trimLog(server.record().server());
  }

  private void forEachProcess(Consumer<ServerProcess> task) {
    blocking.executeBlocking(
        () -> {
          processes.values().forEach(task);
          return null;
        },
        false);
  }

  @Override
  public void onExit(Handler<ServerExit> handler) {
    exitHandlers.add(handler);
  }

  @Override
  public Future<Void> ping() {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> close() {
    closed = true;
    vertx.cancelTimer(trimTimer);
    exitHandlers.clear();
    return blocking.close();
  }
}
