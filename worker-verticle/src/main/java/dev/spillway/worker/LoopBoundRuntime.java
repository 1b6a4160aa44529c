package dev.spillway.worker;

import dev.spillway.config.PoolConfig;
import dev.spillway.worker.runtime.RunningServer;
import dev.spillway.worker.runtime.ServerExit;
import dev.spillway.worker.runtime.ServerRuntime;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.time.Duration;
import java.util.List;

/** A runtime whose answers and events arrive on the worker's own loop. */
record LoopBoundRuntime(ServerRuntime runtime, OwnLoop loop) implements ServerRuntime {

  @Override
  public String kind() {
    return runtime.kind();
  }

  @Override
  public Future<Void> prepare(PoolConfig pool) {
    return loop.bring(runtime.prepare(pool));
  }

  @Override
  public Future<RunningServer> start(PoolConfig pool, String server) {
    return loop.bring(runtime.start(pool, server));
  }

  @Override
  public Future<Void> stop(String server, Duration grace) {
    return loop.bring(runtime.stop(server, grace));
  }

  @Override
  public Future<List<RunningServer>> list() {
    return loop.bring(runtime.list());
  }

  @Override
  public Future<String> lastOutput(String server) {
    return loop.bring(runtime.lastOutput(server));
  }

  @Override
  public void onExit(Handler<ServerExit> handler) {
    runtime.onExit(exit -> loop.run(() -> handler.handle(exit)));
  }

  @Override
  public Future<Void> ping() {
    return loop.bring(runtime.ping());
  }

  @Override
  public Future<Void> close() {
    return loop.bring(runtime.close());
  }
}
