package dev.spillway.lb.accesslog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that makes lines of requests and writes them, many at once where many wait. */
final class LogWriter implements Runnable {
  private static final Logger LOGGER = LoggerFactory.getLogger(LogWriter.class);
  private static final int BATCH = 512;
  private static final long NAP = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LOOK = TimeUnit.SECONDS.toNanos(1);
  private static final long QUIET = TimeUnit.SECONDS.toNanos(10);

  private final Queue<AccessRecord> queue;
  private final LongAdder dropped;
  private final LineFormat format;
  private final LineSink sink;
  private final StringBuilder lines = new StringBuilder();
  private volatile boolean closing;
  private long droppedTold;
  private long toldAt = System.nanoTime() - QUIET;
  private String failure = "";

  LogWriter(Queue<AccessRecord> queue, LongAdder dropped, LineFormat format, LineSink sink) {
    this.queue = queue;
    this.dropped = dropped;
    this.format = format;
    this.sink = sink;
  }

  /** Ends when everything is written that is there now. */
  void close() {
    closing = true;
  }

  @Override
  public void run() {
    long lookedAt = System.nanoTime();
    boolean last = false;
    while (!last) {
      last = closing; // what comes before it is written
      if (!writeBatch() && !last) {
        LockSupport.parkNanos(NAP);
      } else if (last && !queue.isEmpty()) {
        last = false;
      }
      if (System.nanoTime() - lookedAt > LOOK) {
        lookedAt = System.nanoTime();
        look();
      }
      tellDropped(last);
    }
    try {
      sink.close();
    } catch (IOException e) {
      LOGGER.warn("event=access-log-not-closed cause=\"{}\"", e.toString());
    }
  }

  /** False if there was nothing to write. */
  private boolean writeBatch() {
    lines.setLength(0);
    int count = 0;
    for (AccessRecord next; count < BATCH && (next = queue.poll()) != null; count++) {
      format.append(next, lines);
      lines.append('\n');
    }
    if (count == 0) {
      return false;
    }
    byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
    try {
      sink.write(bytes, bytes.length);
    } catch (IOException e) {
      failure = e.toString();
      dropped.add(count);
    }
    return true;
  }

  private void look() {
    try {
      sink.look();
    } catch (IOException e) {
      failure = e.toString();
    }
  }

  /** At most once in ten seconds. */
  private void tellDropped(boolean last) {
    long count = dropped.sum();
    long now = System.nanoTime();
    if (count == droppedTold || (now - toldAt < QUIET && !last)) {
      return;
    }
    LOGGER.warn(
        "event=access-log-dropped lines={} cause=\"{}\"",
        count - droppedTold,
        failure.isEmpty() ? "more requests than can be written" : failure);
    droppedTold = count;
    toldAt = now;
    failure = "";
  }
}
