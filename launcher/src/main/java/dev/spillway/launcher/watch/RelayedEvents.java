package dev.spillway.launcher.watch;

import dev.spillway.launcher.servers.ManagementClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes on this process' own event bus what a management endpoint tells of another's, as long
 * as this process lives; where the endpoint goes away, it is asked again.
 */
public final class RelayedEvents {
  private static final Logger LOG = LoggerFactory.getLogger(RelayedEvents.class);
  private static final long PAUSE_SECONDS = 1;

  private RelayedEvents() {}

  /** Starts to relay, on a thread of its own. */
  public static void start(Vertx vertx, ManagementClient endpoint) {
    Thread thread = new Thread(() -> relay(vertx, endpoint), "relayed-events");
    thread.setDaemon(true);
    thread.start();
  }

  private static void relay(Vertx vertx, ManagementClient endpoint) {
    try {
      while (true) {
        try {
          endpoint.events(
              (address, body) -> vertx.eventBus().publish(address, new JsonObject(body)));
          LOG.debug("events ended");
        } catch (RuntimeException e) {
          LOG.debug("events can't be had reason={}", e.getMessage());
        }
        TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
