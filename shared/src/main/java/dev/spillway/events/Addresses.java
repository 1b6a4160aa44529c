package dev.spillway.events;

/** The addresses of the event bus. Bodies are {@link io.vertx.core.json.JsonObject}s. */
public final class Addresses {
  /** Published: {@link RequestServed}. */
  public static final String REQUEST_SERVED = "spillway.request-served";

  /** Published: {@link ServerChanged}. */
  public static final String SERVER = "spillway.server";

  /** Published: {@link PoolChanged}. */
  public static final String POOL = "spillway.pool";

  /** Sent to one worker: {@link ServerRequested}. */
  public static final String SERVER_REQUESTED = "spillway.server-requested";

  /** Published: {@link ServerSuspected}. */
  public static final String SERVER_SUSPECTED = "spillway.server-suspected";

  /** Published: {@link PermitsWanted}. */
  public static final String PERMITS_WANTED = "spillway.permits-wanted";

  /** Published: {@link PermitsFreed}. */
  public static final String PERMITS_FREED = "spillway.permits-freed";

  private Addresses() {}
}
