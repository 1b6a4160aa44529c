package dev.spillway.worker;

import dev.spillway.config.PoolConfig;
import dev.spillway.worker.runtime.RunningServer;
import dev.spillway.worker.runtime.ServerExit;
import dev.spillway.worker.runtime.ServerRuntime;
import dev.spillway.worker.runtime.ServerRuntimeException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A real runtime whose stops fail for a time, as those of a daemon that hangs. */
final class FailingStops implements ServerRuntime {
  final AtomicBoolean failing = new AtomicBoolean(true);
  final AtomicInteger failed = new AtomicInteger();
  private final ServerRuntime real;

  FailingStops(ServerRuntime real) {
    this.real = real;
  }

  @Override
  public String kind() {
    return real.kind();
  }

  @Override
  public Future<Void> prepare(PoolConfig pool) {
    return real.prepare(pool);
  }

  @Override
  public Future<RunningServer> start(PoolConfig pool, String server) {
    return real.start(pool, server);
  }

  @Override
  public Future<Void> stop(String server, Duration grace) {
    if (failing.get()) {
      failed.incrementAndGet();
      return Future.failedFuture(new ServerRuntimeException("the daemon hangs"));
    }
    return real.stop(server, grace);
  }

  @Override
  public Future<List<RunningServer>> list() {
    return real.list();
  }

  @Override
  public Future<String> lastOutput(String server) {
    return real.lastOutput(server);
  }

  @Override
  public void onExit(Handler<ServerExit> handler) {
    real.onExit(handler);
  }

  @Override
  public Future<Void> ping() {
    return real.ping();
  }

  @Override
  public Future<Void> close() {
    return real.close();
  }
}
