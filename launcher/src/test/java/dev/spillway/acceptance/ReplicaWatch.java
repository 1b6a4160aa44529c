package dev.spillway.acceptance;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Looks every 50 ms how many servers there are, and which. */
final class ReplicaWatch implements AutoCloseable {
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger most = new AtomicInteger();
  private final Set<String> urls = new ConcurrentSkipListSet<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  ReplicaWatch(RunningSpillway spillway) {
    clock.scheduleWithFixedDelay(() -> look(spillway), 0, 50, TimeUnit.MILLISECONDS);
  }

  /** The most servers seen at once. */
  int most() {
    if (failure.get() != null) {
      throw new AssertionError("the management endpoint failed", failure.get());
    }
    return most.get();
  }

  /** Where all servers seen so far answered. */
  Set<String> urls() {
    return urls;
  }

  private void look(RunningSpillway spillway) {
    try {
      most.accumulateAndGet(spillway.replicas(), Math::max);
      spillway.servers().stream()
          .map(server -> server.getString("url"))
          .filter(url -> url != null && !url.isEmpty())
          .forEach(urls::add);
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  @Override
  public void close() {
    stop();
  }

  /** Looks no more; does nothing the second time. */
  void stop() {
    clock.shutdownNow();
    try {
      clock.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
