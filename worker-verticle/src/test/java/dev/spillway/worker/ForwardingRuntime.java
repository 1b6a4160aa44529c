package dev.spillway.worker;

import dev.spillway.config.PoolConfig;
import dev.spillway.worker.runtime.RunningServer;
import dev.spillway.worker.runtime.ServerExit;
import dev.spillway.worker.runtime.ServerRuntime;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.time.Duration;
import java.util.List;

/** A runtime that does what a real one does, but for what a test overrides. */
abstract class ForwardingRuntime implements ServerRuntime {
  private final ServerRuntime real;

  ForwardingRuntime(ServerRuntime real) {
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
