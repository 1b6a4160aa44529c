package dev.spillway.lb;

import io.netty.util.concurrent.DefaultEventExecutorChooserFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorChooserFactory;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Reserves event loops for a gateway's verticles: whatever else runs in the process, from exchanges
 * with Redis to a worker, shares the others. What runs once a second is compiled late, and its code
 * is cold: it takes milliseconds, more with many servers, and requests would wait for it.
 *
 * <p>Without such a chooser in Vert.x' event loop group, a gateway's verticles are spread as all
 * others are.
 */
public final class ServingLoops implements EventExecutorChooserFactory {
  // Vert.x asks for the event loop of a verticle while that is being deployed, on the same thread.
  private static final ThreadLocal<Boolean> DEPLOYING = ThreadLocal.withInitial(() -> false);

  private final int count;

  /**
   * @param count of event loops to reserve, less than the group has
   */
  public ServingLoops(int count) {
    this.count = count;
  }

  @Override
  public EventExecutorChooser newChooser(EventExecutor[] executors) {
    int others = executors.length - count;
    EventExecutorChooser serving = inTurn(Arrays.copyOfRange(executors, others, executors.length));
    EventExecutorChooser rest = inTurn(Arrays.copyOf(executors, others));
    return () -> (DEPLOYING.get() ? serving : rest).next();
  }

  private static EventExecutorChooser inTurn(EventExecutor[] executors) {
    return DefaultEventExecutorChooserFactory.INSTANCE.newChooser(executors);
  }

  /** Deploys a verticle on the next of the reserved event loops. */
  static <T> T deploy(Supplier<T> deployment) {
    DEPLOYING.set(true);
    try {
      return deployment.get();
    } finally {
      DEPLOYING.remove();
    }
  }
}
