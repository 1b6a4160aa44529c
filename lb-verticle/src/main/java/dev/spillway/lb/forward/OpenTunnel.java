package dev.spillway.lb.forward;

import dev.spillway.lb.wire.Tunnel;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * A tunnel under way, closed when no byte has moved in it for as long as may be. It holds its
 * request's permit all the time, as any request does that is being served.
 */
final class OpenTunnel extends TimeLimits.Limited {
  private final Optional<Duration> allowed;
  private Tunnel tunnel;

  private OpenTunnel(Optional<Duration> allowed) {
    this.allowed = allowed;
  }

  /**
   * Answers the client with the 101 whose fields are set, and tunnels.
   *
   * @return 101, when both connections are closed
   */
  static Future<Integer> open(
      Forwarder forwarder, HttpServerRequest request, HttpConnection server) {
    OpenTunnel open = new OpenTunnel(forwarder.serverTimeouts().tunnel());
    return Tunnel.open(request, server, open::moved)
        .compose(
            tunnel -> {
              open.tunnel = tunnel;
              forwarder.limits().watch(open);
              open.moved();
              return tunnel.closed();
            })
        .map(
            closed -> {
              open.unwatch();
              return 101;
            });
  }

  private void moved() {
    allowed.ifPresent(this::limit);
  }

  @Override
  protected void expired() {
    tunnel.close();
  }
}
