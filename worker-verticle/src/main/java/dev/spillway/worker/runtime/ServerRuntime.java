package dev.spillway.worker.runtime;

import dev.spillway.config.PoolConfig;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.time.Duration;
import java.util.List;

/**
 * Starts, stops and lists servers, and tells when one ends. Every implementation passes {@code
 * ServerRuntimeContract}.
 *
 * <p>Servers outlive the runtime that started them: a new runtime of the same installation lists
 * and stops them. It touches nothing that the installation did not start. Methods may be called
 * from any thread and never block; futures complete, and handlers are called, on a Vert.x context.
 */
public interface ServerRuntime {

  /** What it is, for people: such as {@code docker} or {@code process}. */
  String kind();

  /**
   * Makes ready whatever the first start of a server of this pool would otherwise have to wait for:
   * pulls its image if it is missing. Fails with a {@link ServerRuntimeException} that says what to
   * do.
   */
  Future<Void> prepare(PoolConfig pool);

  /**
   * Starts a server. The future completes as soon as the server's address is known, which is before
   * it answers; it fails with a {@link ServerRuntimeException}, and nothing is left behind. What is
   * left of an earlier server of the same name is removed first.
   */
  Future<RunningServer> start(PoolConfig pool, String server);

  /**
   * SIGTERM, then SIGKILL after the grace period, then whatever is left is removed. Completes when
   * the server is gone; also if there was none.
   */
  Future<Void> stop(String server, Duration grace);

  /** All servers of this installation that run now, of every pool. */
  Future<List<RunningServer>> list();

  /** The last lines that a server wrote, oldest first; empty if unknown. Never fails. */
  Future<String> lastOutput(String server);

  /**
   * Calls the handler whenever a server of this installation ended without {@link #stop} having
   * been asked for here. Best effort: what it misses, {@link #list} finds.
   */
  void onExit(Handler<ServerExit> handler);

  /** Whether the runtime can be reached at the moment; the future fails with the reason if not. */
  Future<Void> ping();

  /** Lets go of everything but the servers. */
  Future<Void> close();
}
