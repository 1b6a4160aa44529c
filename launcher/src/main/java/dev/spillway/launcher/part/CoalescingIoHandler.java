package dev.spillway.launcher.part;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Lets completions gather on a busy event loop, as a network card's interrupts are coalesced: a
 * turn that handles one or two pays for its system calls, and for caches that hold other code by
 * then, almost as much as one that handles ten. Where a turn handled fewer than {@value #FEW}
 * though the loop is busy, all that is to be sent is handed over, and the next turn begins some 60
 * microseconds later.
 *
 * <p>A calm loop wakes up for each completion at once, so that nothing waits where time is left.
 *
 * <p>{@link #wakeup()} is for any thread; all else is called by the event loop's own.
 */
final class CoalescingIoHandler implements IoHandler {
  static final int FEW = 8;

  /** Linux adds its timer slack, 50 microseconds, to what a thread asks for. */
  private static final long PAUSE_NANOS = 1_000;

  private static final IoHandlerContext WITHOUT_WAITING = new WithoutWaiting();

  private final IoHandler io;
  private final LoopUtilization loop;
  private final Runnable pause;
  private int handledLast;

  /**
   * @param io what reads and writes
   * @param loop of the event loop that this handler is for
   * @param pause blocks the calling thread for some microseconds
   */
  CoalescingIoHandler(IoHandler io, LoopUtilization loop, Runnable pause) {
    this.io = io;
    this.loop = loop;
    this.pause = pause;
  }

  /**
   * Of handlers around those of another factory.
   *
   * @param utilization of an event loop that is about to start
   */
  static IoHandlerFactory around(IoHandlerFactory inner, Supplier<LoopUtilization> utilization) {
    return new IoHandlerFactory() {
      @Override
      public IoHandler newHandler(ThreadAwareExecutor executor) {
        return new CoalescingIoHandler(
            inner.newHandler(executor),
            utilization.get(),
            () -> LockSupport.parkNanos(PAUSE_NANOS));
      }

      @Override
      public boolean isChangingThreadSupported() {
        return inner.isChangingThreadSupported();
      }
    };
  }

  @Override
  public int run(IoHandlerContext context) {
    int handled = 0;
    if (handledLast < FEW && loop.busy() && context.canBlock()) {
      handled = io.run(WITHOUT_WAITING);
      if (handled < FEW) {
        pause.run();
      }
    }
    handled += io.run(handled == 0 ? context : WITHOUT_WAITING);
    handledLast = handled;
    loop.turned();
    return handled;
  }

  @Override
  public void initialize() {
    io.initialize();
  }

  @Override
  public void prepareToDestroy() {
    io.prepareToDestroy();
  }

  @Override
  public void destroy() {
    io.destroy();
  }

  @Override
  public IoRegistration register(IoHandle handle) throws Exception {
    return io.register(handle);
  }

  @Override
  public void wakeup() {
    io.wakeup();
  }

  @Override
  public boolean isCompatible(Class<? extends IoHandle> handleType) {
    return io.isCompatible(handleType);
  }

  private static final class WithoutWaiting implements IoHandlerContext {
    @Override
    public boolean canBlock() {
      return false;
    }

    @Override
    public long delayNanos(long currentTimeNanos) {
      return 0;
    }

    @Override
    public long deadlineNanos() {
      return -1;
    }
  }
}
