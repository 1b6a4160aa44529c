package dev.spillway.launcher.part;

import dev.spillway.lb.Gateway;
import dev.spillway.monitor.Readiness;
import io.vertx.core.Future;

/** Whether a gateway takes requests. */
public final class GatewayReadiness implements Readiness {
  private final Gateway gateway;

  /** The readiness of that gateway. */
  public GatewayReadiness(Gateway gateway) {
    this.gateway = gateway;
  }

  @Override
  public Future<Void> check() {
    return gateway.ready()
        ? Future.succeededFuture()
        : Future.failedFuture("the gateway takes no requests at the moment");
  }
}
