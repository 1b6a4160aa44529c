package dev.spillway.launcher.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process has started, to be stopped in the opposite order. A part that fails to stop is
 * logged, and the others are stopped all the same. For use by one thread at a time.
 */
public final class StartedParts {
  private static final Logger LOG = LoggerFactory.getLogger(StartedParts.class);

  private final Deque<Part> parts = new ArrayDeque<>();
  private boolean clean = true;

  /** How a part is stopped; may block. */
  @FunctionalInterface
  public interface Stop {
    /** Returns when the part is stopped; throws if it could not be. */
    void run() throws Exception;
  }

  private record Part(String name, Stop stop) {}

  /** Adds a part that runs now; it is the first to be stopped. */
  public void add(String name, Stop stop) {
    parts.push(new Part(name, stop));
  }

  /** Whether every part that was to stop has done so without an error. */
  public boolean clean() {
    return clean;
  }

  /** Stops all of them, latest first. True if each did so without an error. */
  public boolean stopAll() {
    while (!parts.isEmpty()) {
      Part part = parts.pop();
      try {
        LOG.debug("stopping part={}", part.name());
        part.stop().run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        clean = false;
        return false;
      } catch (Exception e) {
        clean = false;
        LOG.warn("could not be stopped part={} reason={}", part.name(), e.getMessage());
        LOG.debug("could not be stopped part={}", part.name(), e);
      }
    }
    return clean;
  }
}
