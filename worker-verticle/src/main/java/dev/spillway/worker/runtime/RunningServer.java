package dev.spillway.worker.runtime;

import java.time.Duration;

/**
 * A server that runs.
 *
 * @param pool its pool's name
 * @param name its own
 * @param url where it answers, such as {@code http://172.17.0.2:5000}
 * @param creation how long making it took before it was started; zero where that is no step of its
 *     own, or not known any more
 */
public record RunningServer(String pool, String name, String url, Duration creation) {

  /** A server of whose making nothing is known. */
  public RunningServer(String pool, String name, String url) {
    this(pool, name, url, Duration.ZERO);
  }
}
