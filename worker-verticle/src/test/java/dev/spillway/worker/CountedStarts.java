package dev.spillway.worker;

import dev.spillway.config.PoolConfig;
import dev.spillway.worker.runtime.RunningServer;
import dev.spillway.worker.runtime.ServerRuntime;
import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the starts under way: a worker that leaves does not wait for them. */
final class CountedStarts extends ForwardingRuntime {
  private final AtomicInteger underWay;

  CountedStarts(ServerRuntime real, AtomicInteger underWay) {
    super(real);
    this.underWay = underWay;
  }

  @Override
  public Future<RunningServer> start(PoolConfig pool, String server) {
    underWay.incrementAndGet();
    return super.start(pool, server).onComplete(done -> underWay.decrementAndGet());
  }
}
