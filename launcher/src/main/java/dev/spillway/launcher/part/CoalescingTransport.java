package dev.spillway.launcher.part;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.RecvByteBufAllocator;
import io.vertx.core.impl.transports.IoUringTransport;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.transport.Transport;
import java.util.function.Supplier;

/**
 * The inside of Vert.x' transport by io_uring, with event loops that let completions gather when
 * they are busy, and room in each read of a socket for a message of a few kilobytes.
 */
final class CoalescingTransport extends IoUringTransport {
  /**
   * Netty makes room for what the last reads brought, down to 64 octets, and with io_uring the rest
   * of a longer message comes in a later turn, to be sent on in another packet.
   */
  private static final int LEAST_READ = 4 * 1024;

  private static final RecvByteBufAllocator READS =
      new AdaptiveRecvByteBufAllocator(
          LEAST_READ, LEAST_READ, AdaptiveRecvByteBufAllocator.DEFAULT_MAXIMUM);

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

  @Override
  @SuppressWarnings("deprecation") // no other option sets it when a connection is made
  public void configure(
      ClientOptionsBase options, int connectTimeout, boolean domainSocket, Bootstrap bootstrap) {
    super.configure(options, connectTimeout, domainSocket, bootstrap);
    bootstrap.option(ChannelOption.RCVBUF_ALLOCATOR, READS);
  }

  @Override
  @SuppressWarnings("deprecation")
  public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
    super.configure(options, domainSocket, bootstrap);
    bootstrap.childOption(ChannelOption.RCVBUF_ALLOCATOR, READS);
  }
}
