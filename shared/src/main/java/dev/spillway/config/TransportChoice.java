package dev.spillway.config;

import java.util.Locale;

/** How sockets are read and written. */
public enum TransportChoice implements ConfigWord {
  /** The first of the others that the kernel and its sandbox allow. */
  AUTO,
  /** Linux' io_uring. Docker's default seccomp profile refuses it. */
  IO_URING,
  /** Linux' epoll. */
  EPOLL,
  /** The JDK's own way, on any system. */
  NIO;

  @Override
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
