package dev.spillway.lb;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** Writes to a connection whose other end does not read. */
final class RawWriter {
  private static final long BLOCKED_NANOS = 1_000_000_000L;

  private RawWriter() {}

  /** How many bytes were taken until none was for a second, or the bound was reached. */
  static long untilItBlocks(Socket socket, long bound) throws InterruptedException {
    AtomicLong sent = new AtomicLong();
    Thread writer =
        new Thread(
            () -> {
              byte[] part = new byte[64 * 1024];
              try {
                while (sent.get() < bound) {
                  socket.getOutputStream().write(part);
                  sent.addAndGet(part.length);
                }
              } catch (IOException e) {
                // closed in the middle, as it may be
              }
            },
            "raw-writer");
    writer.setDaemon(true);
    writer.start();
    long last = -1;
    long since = System.nanoTime();
    while (writer.isAlive() && System.nanoTime() - since < BLOCKED_NANOS) {
      writer.join(10);
      if (sent.get() != last) {
        last = sent.get();
        since = System.nanoTime();
      }
    }
    return sent.get();
  }
}
