package dev.spillway.launcher.part;

import io.netty.channel.IoHandlerFactory;
import io.vertx.core.impl.transports.IoUringTransport;
import io.vertx.core.transport.Transport;
import java.util.function.Supplier;

/**
 * Vert.x' transport by io_uring, with event loops that let completions gather when they are busy.
 *
 * @param plain Vert.x' own
 * @param utilization of an event loop that is about to start
 */
record CoalescingTransport(Transport plain, Supplier<LoopUtilization> utilization)
    implements Transport {

  /** That in place of a transport by io_uring; each other one as it is. */
  static Transport of(Transport plain) {
    return plain != null && plain == Transport.IO_URING
        ? new CoalescingTransport(plain, LoopUtilization::measured)
        : plain;
  }

  @Override
  public String name() {
    return plain.name();
  }

  @Override
  public boolean available() {
    return plain.available();
  }

  @Override
  public Throwable unavailabilityCause() {
    return plain.unavailabilityCause();
  }

  @Override
  public io.vertx.core.spi.transport.Transport implementation() {
    return new IoUringTransport() {
      @Override
      public IoHandlerFactory ioHandlerFactory() {
        return CoalescingIoHandler.around(super.ioHandlerFactory(), utilization);
      }
    };
  }
}
