package dev.spillway.launcher.lifecycle;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again for some time to reach what a process needs at its start: processes of one
 * installation start in any order, and what they need may just be restarted.
 */
public final class Patience {
  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Duration atMost;

  /**
   * @param atMost how long a failure is followed by another try; with zero there is one try
   */
  public Patience(Duration atMost) {
    this.atMost = atMost;
  }

  /** One try. */
  @FunctionalInterface
  public interface Attempt<T> {
    T run() throws InterruptedException;
  }

  /**
   * Blocks until an attempt succeeds. Throws what the last one threw, when the time is over or it
   * is {@link Hopeless}. To be called on a thread that may block.
   *
   * @param what is waited for, as it is named to a person
   */
  public <T> T await(String what, Attempt<T> attempt) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    for (boolean told = false; ; told = true) {
      try {
        return attempt.run();
      } catch (Hopeless e) {
        throw e.failure;
      } catch (RuntimeException e) {
        if (System.nanoTime() >= deadline) {
          throw e;
        }
        if (!told) {
          LOG.warn("waiting for {} seconds={} reason={}", what, atMost.toSeconds(), e.getMessage());
        }
      }
      Thread.sleep(PAUSE.toMillis());
    }
  }

  /** A failure that no further attempt can mend. */
  public static final class Hopeless extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RuntimeException failure;

    /** Ends the wait with that failure. */
    public Hopeless(RuntimeException failure) {
      super(failure);
      this.failure = failure;
    }
  }
}
