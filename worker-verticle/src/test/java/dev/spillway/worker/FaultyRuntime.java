package dev.spillway.worker;

import dev.spillway.config.PoolConfig;
import dev.spillway.worker.runtime.RunningServer;
import dev.spillway.worker.runtime.ServerExit;
import dev.spillway.worker.runtime.ServerRuntime;
import dev.spillway.worker.runtime.ServerRuntimeException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A real runtime that fails on demand, as a daemon does that hangs or restarts. */
final class FaultyRuntime extends ForwardingRuntime {
  final AtomicBoolean stopsFail = new AtomicBoolean();
  final AtomicBoolean listsFail = new AtomicBoolean();
  final AtomicBoolean exitsAreLost = new AtomicBoolean();

  /** Where servers are said to answer that start from now on; null: where they do. */
  final AtomicReference<String> saysUrl = new AtomicReference<>();

  /** Whether servers that start from now on end at once, and nobody is told. */
  final AtomicBoolean endUnnoticed = new AtomicBoolean();

  /** Whether what runs is told, once a server has started, only after the end of one was told. */
  final AtomicBoolean listsFollowAnExit = new AtomicBoolean();

  /** How long the server stopped last had for its requests. */
  final AtomicReference<Duration> lastGrace = new AtomicReference<>();

  final AtomicInteger failedStops = new AtomicInteger();
  final AtomicInteger lists = new AtomicInteger();
  private final AtomicBoolean started = new AtomicBoolean();
  private final Promise<Void> exitTold = Promise.promise();

  FaultyRuntime(ServerRuntime real) {
    super(real);
  }

  @Override
  public Future<RunningServer> start(PoolConfig pool, String server) {
    String url = saysUrl.get();
    return super.start(pool, server)
        .compose(
            running ->
                endUnnoticed.get()
                    ? super.stop(server, Duration.ZERO).map(running)
                    : Future.succeededFuture(running))
        .onSuccess(running -> started.set(true))
        .map(running -> url == null ? running : new RunningServer(running.pool(), server, url));
  }

  @Override
  public Future<Void> stop(String server, Duration grace) {
    if (stopsFail.get()) {
      failedStops.incrementAndGet();
      return Future.failedFuture(new ServerRuntimeException("the daemon hangs"));
    }
    lastGrace.set(grace);
    return super.stop(server, grace);
  }

  @Override
  public Future<List<RunningServer>> list() {
    lists.incrementAndGet();
    if (listsFail.get()) {
      return Future.failedFuture(new ServerRuntimeException("the daemon restarts"));
    }
    return listsFollowAnExit.get() && started.get()
        ? exitTold.future().compose(told -> super.list())
        : super.list();
  }

  @Override
  public void onExit(Handler<ServerExit> handler) {
    super.onExit(
        exit -> {
          if (!exitsAreLost.get()) {
            handler.handle(exit);
            exitTold.tryComplete();
          }
        });
  }
}
