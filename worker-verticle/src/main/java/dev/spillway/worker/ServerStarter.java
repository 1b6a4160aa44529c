package dev.spillway.worker;

import dev.spillway.worker.runtime.ServerExit;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts servers that are wanted, so many at once; each by a {@link StartAttempt}. */
final class ServerStarter {
  private static final Logger log = LoggerFactory.getLogger(ServerStarter.class);

  private final WorkerParts parts;
  private final Slots slots;
  private final Map<String, StartAttempt> attempts = new HashMap<>();
  private final Map<String, Future<Void>> prepared = new HashMap<>();
  private boolean closed;

  ServerStarter(WorkerParts parts, int parallelStarts) {
    this.parts = parts;
    this.slots = new Slots(parallelStarts);
  }

  /** Fetches ahead of the first start whatever that would have to wait for. */
  void prepare(ScaledPool pool) {
    prepared(pool)
        .onFailure(
            failure ->
                log.warn("pool={} can't be prepared: {}", pool.name(), failure.getMessage()));
  }

  /**
   * Starts the server of a STARTING record, unless another worker does. Asking twice does no harm.
   *
   * @param mayRun whether a worker that is gone may have started it already
   */
  void start(ScaledPool pool, String server, boolean mayRun) {
    if (closed || attempts.containsKey(server)) {
      return;
    }
    StartAttempt attempt = new StartAttempt(parts, pool, server, mayRun);
    attempts.put(server, attempt);
    Future<Void> ready = prepared(pool);
    ready
        .transform((none, failure) -> slots.run(() -> attempt.run(ready)))
        .onComplete(
            (none, failure) -> {
              attempts.remove(server);
              if (failure != null) {
                log.debug("server={} pool={} start put off", server, pool.name(), failure);
              }
            });
  }

  /**
   * A server ended; fails its start at once if it is being started here and was not healthy yet.
   * Completes when it is not being started here any more.
   */
  Future<Void> exited(ServerExit exit) {
    StartAttempt attempt = attempts.get(exit.server());
    return attempt == null ? Future.succeededFuture() : attempt.exited(exit.reason());
  }

  /** The servers being started here. */
  Set<String> busy() {
    return Set.copyOf(attempts.keySet());
  }

  /** Starts no more, and leaves what it was starting to another worker. */
  void leave() {
    closed = true;
    List.copyOf(attempts.values()).forEach(StartAttempt::leave);
  }

  /** Starts no more and gives up what it was starting; completes when that is stopped. */
  Future<Void> close() {
    closed = true;
    List<Future<Void>> ends =
        List.copyOf(attempts.values()).stream().map(StartAttempt::cancel).toList();
    return Future.join(ends).mapEmpty();
  }

  private Future<Void> prepared(ScaledPool pool) {
    Future<Void> known = prepared.get(pool.name());
    if (known != null && !known.failed()) {
      return known;
    }
    Future<Void> fresh = parts.runtime().prepare(pool.config());
    prepared.put(pool.name(), fresh);
    return fresh;
  }
}
