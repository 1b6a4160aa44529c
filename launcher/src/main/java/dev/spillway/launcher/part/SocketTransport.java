package dev.spillway.launcher.part;

import dev.spillway.config.TransportChoice;
import dev.spillway.launcher.CommandFailure;
import io.vertx.core.transport.Transport;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Chooses how this process reads and writes its sockets. */
public final class SocketTransport {
  private SocketTransport() {}

  /** The one that is configured; fails with the reason if this machine does not allow it. */
  public static Transport choose(TransportChoice choice) {
    return CoalescingTransport.of(
        switch (choice) {
          case AUTO -> best(Stream.of(Transport.IO_URING, Transport.EPOLL));
          case IO_URING -> available("io_uring", Transport.IO_URING);
          case EPOLL -> available("epoll", Transport.EPOLL);
          case NIO -> Transport.NIO;
        });
  }

  /** The first that is available, else the JDK's own. A missing one is null. */
  static Transport best(Stream<Transport> inOrder) {
    return inOrder
        .filter(Objects::nonNull)
        .filter(Transport::available)
        .findFirst()
        .orElse(Transport.NIO);
  }

  static Transport available(String name, Transport transport) {
    if (transport != null && transport.available()) {
      return transport;
    }
    throw CommandFailure.failed(
        "transport %s can't be used here: %s. Set transport to auto, or to one that works: %s"
            .formatted(name, reason(transport), working()),
        transport == null ? null : transport.unavailabilityCause());
  }

  private static String reason(Transport transport) {
    if (transport == null) {
      return "it is not part of this build for "
          + System.getProperty("os.name").toLowerCase(Locale.ROOT);
    }
    Throwable cause = transport.unavailabilityCause();
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("no reason is known");
  }

  private static String working() {
    return Stream.of(Transport.IO_URING, Transport.EPOLL, Transport.NIO)
        .filter(Objects::nonNull)
        .filter(Transport::available)
        .map(Transport::name)
        .collect(Collectors.joining(", "));
  }
}
