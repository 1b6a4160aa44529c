package dev.spillway.lb.accesslog;

import java.io.IOException;

/** Where lines go. For one thread. */
interface LineSink extends AutoCloseable {

  /** Writes so many of the bytes: whole lines, or nothing is known of what was written. */
  void write(byte[] lines, int length) throws IOException;

  /** Once a second: is what was opened still what its name means? */
  void look() throws IOException;

  @Override
  void close() throws IOException;

  /** The standard output. */
  static LineSink standardOutput() {
    return new LineSink() {
      @Override
      public void write(byte[] lines, int length) {
        System.out.write(lines, 0, length);
        System.out.flush();
      }

      @Override
      public void look() {}

      @Override
      public void close() {}
    };
  }
}
