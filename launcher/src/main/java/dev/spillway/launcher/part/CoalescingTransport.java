package dev.spillway.launcher.part;

import io.netty.channel.IoHandlerFactory;
import io.vertx.core.impl.transports.IoUringTransport;
import io.vertx.core.transport.Transport;
import java.util.function.Supplier;

/**
 * The inside of Vert.x' transport by io_uring, with event loops that let completions gather when
 * they are busy.
 */
final class CoalescingTransport extends IoUringTransport {
  private final Supplier<LoopUtilization> utilization;

  private CoalescingTransport(Supplier<LoopUtilization> utilization) {
    this.utilization = utilization;
  }

  /** That in place of a transport by io_uring; each other one as it is. */
  static Transport of(Transport plain) {
    return of(plain, LoopUtilization::measured);
  }

  /**
   * The same.
   *
   * @param utilization of an event loop that is about to start
   */
  static Transport of(Transport plain, Supplier<LoopUtilization> utilization) {
    return plain != null && plain == Transport.IO_URING
        ? new DerivedTransport(plain, inside -> new CoalescingTransport(utilization))
        : plain;
  }

  @Override
  public IoHandlerFactory ioHandlerFactory() {
    return CoalescingIoHandler.around(super.ioHandlerFactory(), utilization);
  }
}
