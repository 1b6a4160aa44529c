package dev.spillway.lb;

import dev.spillway.config.GatewayConfig;
import dev.spillway.events.Addresses;
import dev.spillway.events.ServerSuspected;
import dev.spillway.lb.accesslog.AccessLog;
import dev.spillway.lb.forward.TimeLimits;
import dev.spillway.lb.publish.RequestServedPublisher;
import dev.spillway.lb.route.Router;
import io.vertx.core.Vertx;
import java.util.function.BooleanSupplier;

/**
 * What the requests of one event loop have in common.
 *
 * @param gatewayId who suspects servers
 * @param gateway limits and timeouts towards clients
 * @param router finds a request's pool
 * @param publisher tells what was served
 * @param limits watches what takes too long
 * @param warnings says what the gateway answered itself, and why
 * @param connections knows which client connections have a request under way
 * @param ownAnswers counts what the gateway answered itself
 * @param accessLog logs requests
 * @param invalidRequests counts and tells of the requests that were refused for what they are
 * @param draining whether the gateway is shutting down
 */
record FlowSteps(
    Vertx vertx,
    String gatewayId,
    GatewayConfig gateway,
    Router<PoolService> router,
    RequestServedPublisher publisher,
    TimeLimits limits,
    WarningLog warnings,
    ClientConnections connections,
    OwnAnswers ownAnswers,
    AccessLog accessLog,
    InvalidRequests invalidRequests,
    BooleanSupplier draining) {

  /** Tells workers that a server could not be reached. */
  void suspect(String pool, String server, String url, String reason) {
    ServerSuspected event =
        new ServerSuspected(pool, System.currentTimeMillis(), gatewayId, server, url, reason);
    vertx.eventBus().publish(Addresses.SERVER_SUSPECTED, event.toJson());
  }
}
