package dev.spillway.lb.forward;

import java.time.Duration;

/** Ends a request that takes too long as a whole, waiting included. */
public final class RequestDeadline extends TimeLimits.Limited {
  private final ClientSide client;
  private final Duration allowed;

  private RequestDeadline(ClientSide client, Duration allowed) {
    this.client = client;
    this.allowed = allowed;
  }

  /** Starts to count; {@link #end()} is owed when the request has ended. */
  public static RequestDeadline start(TimeLimits limits, ClientSide client, Duration allowed) {
    RequestDeadline deadline = new RequestDeadline(client, allowed);
    limits.watch(deadline);
    deadline.limit(allowed);
    return deadline;
  }

  /** The request has ended. */
  public void end() {
    unwatch();
  }

  @Override
  protected void expired() {
    client.abort(
        new Refusal(504, "the request took longer than the " + Text.of(allowed) + " it may"));
  }
}
