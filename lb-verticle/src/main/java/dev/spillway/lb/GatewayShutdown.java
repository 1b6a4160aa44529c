package dev.spillway.lb;

import dev.spillway.config.ShutdownConfig;
import dev.spillway.lb.exchange.PoolGate;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** The steps by which a gateway that serves becomes one of which nothing is left. None fails. */
final class GatewayShutdown {
  /** More than closing the port takes. */
  private static final long CLOSING_MILLIS = 100;

  private final Vertx vertx;
  private final ShutdownConfig config;
  private final List<LoadBalancerVerticle> verticles;
  private final Collection<PoolGate> gates;
  private final Runnable lastAnswers;

  /**
   * Nothing is done yet.
   *
   * @param verticles those that serve
   * @param gates of all pools
   * @param lastAnswers makes each answer the last on its connection
   */
  GatewayShutdown(
      Vertx vertx,
      ShutdownConfig config,
      List<LoadBalancerVerticle> verticles,
      Collection<PoolGate> gates,
      Runnable lastAnswers) {
    this.vertx = vertx;
    this.config = config;
    this.verticles = verticles;
    this.gates = gates;
    this.lastAnswers = lastAnswers;
  }

  /** Lets whoever sends requests see that no more should come. */
  Future<Void> delay() {
    long delay = config.delay().toMillis();
    return delay == 0 || verticles.isEmpty()
        ? Future.succeededFuture()
        : vertx.timer(delay).mapEmpty();
  }

  /**
   * Takes no further connection, serves what is there for as long as {@code shutdown.timeout}, and
   * gives all permits back.
   */
  Future<Void> drain() {
    makeAnswersLastSoon();
    // Those who wait to the end are told so before their connections are cut.
    Duration lastTenth = config.timeout().dividedBy(10);
    long refusal =
        vertx.setTimer(
            Math.max(1, lastTenth.multipliedBy(8).toMillis()), id -> closeGates(lastTenth));
    return stopListening()
        .compose(
            v -> {
              vertx.cancelTimer(refusal);
              return closeGates(Duration.ZERO);
            })
        .compose(v -> undeploy());
  }

  /**
   * Answers say that they are the last on their connection only once the port is sure to be closed:
   * clients connect again at once, and would be cut off with it.
   */
  private void makeAnswersLastSoon() {
    long linger = config.linger().toMillis();
    if (linger == 0 || verticles.isEmpty()) {
      lastAnswers.run();
    } else {
      vertx.setTimer(Math.max(1, Math.min(CLOSING_MILLIS, linger / 2)), id -> lastAnswers.run());
    }
  }

  private Future<Void> stopListening() {
    return joined(verticles.stream().map(verticle -> verticle.drain(config.timeout())).toList());
  }

  private Future<Void> closeGates(Duration timeout) {
    return joined(gates.stream().map(gate -> gate.close(timeout)).toList());
  }

  private Future<Void> undeploy() {
    return joined(
        verticles.stream().map(verticle -> vertx.undeploy(verticle.deploymentID())).toList());
  }

  private static Future<Void> joined(List<Future<Void>> steps) {
    return Future.join(steps).<Void>mapEmpty().otherwiseEmpty();
  }
}
