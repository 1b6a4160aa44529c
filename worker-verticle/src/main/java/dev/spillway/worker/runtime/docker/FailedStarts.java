package dev.spillway.worker.runtime.docker;

import com.github.dockerjava.api.model.Container;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Starts of this worker that failed, for as long as the daemon may have made a container for them
 * nonetheless: it was told to, and its answer was lost, as when it is restarted. From any thread.
 */
final class FailedStarts {
  private final Map<String, Instant> failures = new ConcurrentHashMap<>();

  void begun(String server) {
    failures.remove(server);
  }

  void failed(String server, Instant now) {
    failures.put(server, now);
  }

  /** Whether it was made for a start that has failed since, and was never started. */
  boolean left(Container container, String server) {
    Instant failure = failures.get(server);
    return failure != null
        && "created".equals(container.getState())
        && container.getCreated() != null
        && !Instant.ofEpochSecond(container.getCreated()).isAfter(failure);
  }

  /**
   * Forgets the failures that have left nothing.
   *
   * @param existing servers that have a container, as listed
   * @param askedAt when the list was asked for
   */
  void forgetAllBut(Collection<String> existing, Instant askedAt) {
    failures
        .entrySet()
        .removeIf(
            failure ->
                failure.getValue().isBefore(askedAt) && !existing.contains(failure.getKey()));
  }
}
