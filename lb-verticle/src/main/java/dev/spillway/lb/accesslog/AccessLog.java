package dev.spillway.lb.accesslog;

import dev.spillway.config.AccessLogConfig;
import dev.spillway.config.AccessLogFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.jctools.queues.MpscArrayQueue;

/**
 * The log of a gateway's requests. Logging a request never waits: where more are logged than can be
 * written, those beyond are dropped, counted, and the count is told. Safe for use by several
 * threads.
 */
public final class AccessLog {
  /** Some tenths of a second of the most that one process serves. */
  private static final int CAPACITY = 1 << 14;

  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final MpscArrayQueue<AccessRecord> queue; // null: the log is off
  private final LongAdder dropped = new LongAdder();
  private final LogWriter writer;
  private final Thread thread;

  private AccessLog() {
    queue = null;
    writer = null;
    thread = null;
  }

  private AccessLog(LineFormat format, LineSink sink, int capacity) {
    queue = new MpscArrayQueue<>(capacity);
    writer = new LogWriter(queue, dropped, format, sink);
    thread = new Thread(writer, "spillway-access-log");
    thread.setDaemon(true);
    thread.start();
  }

  /** A log that logs nothing. */
  public static AccessLog off() {
    return new AccessLog();
  }

  /**
   * Opens the log; blocks for as long as opening a file takes.
   *
   * @throws IOException if its file can't be appended to; the message says which, and why
   */
  public static AccessLog open(AccessLogConfig config) throws IOException {
    if (config.format() == AccessLogFormat.OFF) {
      return off();
    }
    return to(config.format(), sink(config), CAPACITY);
  }

  static AccessLog to(AccessLogFormat format, LineSink sink, int capacity) {
    return new AccessLog(LineFormat.of(format), sink, capacity);
  }

  private static LineSink sink(AccessLogConfig config) throws IOException {
    if (config.file().isEmpty()) {
      return LineSink.standardOutput();
    }
    Path file = Path.of(config.file().get());
    try {
      return new LogFile(file);
    } catch (IOException e) {
      throw new IOException(
          "the access log can't be written to %s: %s; choose another file with access-log.file"
              .formatted(file.toAbsolutePath(), e),
          e);
    }
  }

  /** Follows a request that was just received. */
  public RequestTrace begin() {
    return queue == null ? RequestTrace.NONE : new LoggedRequest(this::log);
  }

  void log(AccessRecord request) {
    if (!queue.offer(request)) {
      dropped.increment();
    }
  }

  /** How many requests were not logged that should have been. */
  public long dropped() {
    return dropped.sum();
  }

  /** Writes what was logged until now, and closes the file; blocks, for five seconds at most. */
  public void close() throws InterruptedException {
    if (thread != null) {
      writer.close();
      thread.join(CLOSING.toMillis());
    }
  }
}
