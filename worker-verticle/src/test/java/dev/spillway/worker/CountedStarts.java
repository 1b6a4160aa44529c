package dev.spillway.worker;

import dev.spillway.config.PoolConfig;
import dev.spillway.worker.runtime.RunningServer;
import dev.spillway.worker.runtime.ServerExit;
import dev.spillway.worker.runtime.ServerRuntime;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the starts under way: a worker that leaves does not wait for them. */
final class CountedStarts implements ServerRuntime {
  private final ServerRuntime real;
  private final AtomicInteger underWay;

  CountedStarts(ServerRuntime real, AtomicInteger underWay) {
    this.real = real;
    this.underWay = underWay;
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
    underWay.incrementAndGet();
    return real.start(pool, server).onComplete(done -> underWay.decrementAndGet());
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
