package dev.spillway.lb;

import dev.spillway.lb.accesslog.RequestTrace;
import dev.spillway.lb.admission.Admission.Permit;
import dev.spillway.lb.forward.BadRequest;
import dev.spillway.lb.forward.ClientGone;
import dev.spillway.lb.forward.ClientSide;
import dev.spillway.lb.forward.ConnectionLost;
import dev.spillway.lb.forward.Peer;
import dev.spillway.lb.forward.Refusal;
import dev.spillway.lb.forward.RequestDeadline;
import dev.spillway.lb.forward.RequestTarget;
import dev.spillway.lb.forward.ServerFailure;
import dev.spillway.lb.forward.Unreachable;
import dev.spillway.lb.publish.RequestServedPublisher.Served;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole way of one request: route, admit, forward, publish. Whatever happens on it, the client
 * gets one answer (or its connection is cut) and each permit goes back once. For one event loop.
 */
final class RequestFlow {
  private static final Logger LOGGER = LoggerFactory.getLogger(RequestFlow.class);

  /**
   * Pauses before a request whose server could not be reached is brought to one again, in
   * milliseconds; after the last it is given up. The first is none, for another server is
   * preferred. The others give a worker the time to find that the only server has died, and to
   * replace it.
   */
  private static final int[] PAUSES = {0, 50, 100, 200, 400, 800};

  /** How often a request is sent again after a kept connection turned out to be closed. */
  private static final int MOST_RESENT = 2;

  private final FlowSteps steps;
  private final ClientSide client;
  private final RequestTrace trace;
  private RequestTarget target;
  private PoolService pool;
  private RequestDeadline deadline;
  private int serversTried;
  private int resent;
  private String failedServer; // null: none has failed it
  private Refusal failure;

  private RequestFlow(FlowSteps steps, ClientSide client) {
    this.steps = steps;
    this.client = client;
    this.trace = steps.accessLog().begin();
  }

  /** Serves a request that was just received. */
  static void begin(FlowSteps steps, HttpServerRequest request) {
    Peer peer = steps.connections().peer(request.connection());
    new RequestFlow(steps, new ClientSide(request, peer, steps.draining())).run();
  }

  private void run() {
    if (!steps.connections().requestBegun(client)) {
      return; // its connection is being closed
    }
    route().compose(v -> admit()).compose(this::forward).onComplete(this::settle);
  }

  private Future<Void> route() {
    try {
      target = RequestCheck.check(client.request(), steps.gateway().limits().body());
      pool = poolOf(target);
      return Future.succeededFuture();
    } catch (Refusal refusal) {
      return Future.failedFuture(refusal);
    }
  }

  private Future<Permit> admit() {
    pool.config()
        .timeouts()
        .request()
        .ifPresent(allowed -> deadline = RequestDeadline.start(steps.limits(), client, allowed));
    pool.retries().request();
    return pool.entrance().admit(client);
  }

  private Future<Integer> forward(Permit permit) {
    if (failedServer != null && !mayGoTo(permit.server())) {
      permit.release();
      return Future.failedFuture(failure);
    }
    serversTried++;
    trace.sentTo(permit.server());
    Served served = steps.publisher().begun(pool.config().name(), permit.server());
    return attempt(permit).transform(outcome -> afterForward(permit, served, outcome));
  }

  /** Even a defect must not keep the permit. */
  private Future<Integer> attempt(Permit permit) {
    try {
      return pool.forwarder().forward(client, target, permit.server(), permit.url());
    } catch (RuntimeException defect) {
      return Future.failedFuture(defect);
    }
  }

  /**
   * Asking a server once more that refused the connection costs it nothing, and the pauses bound
   * it; any other is spared more retries than the budget has.
   */
  private boolean mayGoTo(String server) {
    boolean sameRefused = failure instanceof Unreachable && server.equals(failedServer);
    return sameRefused || pool.retries().take();
  }

  /**
   * Publishes what came of it, gives the permit back, and goes on elsewhere where nothing can have
   * been done yet.
   */
  private Future<Integer> afterForward(Permit permit, Served served, AsyncResult<Integer> outcome) {
    Throwable cause = outcome.cause();
    if (cause instanceof Unreachable unreachable) {
      served.withdrawn();
      permit.releaseUnreachable();
      suspect(permit, unreachable);
      return serversTried <= PAUSES.length
          ? elsewhere(permit, unreachable, PAUSES[serversTried - 1])
          : Future.failedFuture(unreachable);
    }
    if (cause instanceof ConnectionLost lost && resent < MOST_RESENT) {
      resent++;
      served.withdrawn();
      permit.release(); // closing a connection that was idle is no failure
      return elsewhere(permit, lost, 0);
    }
    served.ended(statusOf(outcome));
    if (cause instanceof ServerFailure refusal) {
      if (permit.releaseFailed()) {
        suspect(permit, refusal);
      }
    } else {
      permit.release();
    }
    return Future.future(promise -> promise.handle(outcome));
  }

  private Future<Integer> elsewhere(Permit permit, Refusal why, int pause) {
    failedServer = permit.server();
    failure = why;
    return pause(pause)
        .compose(v -> pool.entrance().readmit(client, failedServer))
        .compose(this::forward);
  }

  private void suspect(Permit permit, Refusal why) {
    steps.suspect(pool.config().name(), permit.server(), permit.url(), why.reason());
  }

  /** Fails if the request ends meanwhile. */
  private Future<Void> pause(int millis) {
    if (millis == 0 || client.aborted() != null) {
      return Future.succeededFuture(); // who asks next finds out that it was aborted
    }
    Promise<Void> over = Promise.promise();
    long timer =
        steps
            .vertx()
            .setTimer(
                millis,
                id -> {
                  client.nothingToUndo();
                  over.complete();
                });
    client.onAbort(
        cause -> {
          steps.vertx().cancelTimer(timer);
          over.fail(cause);
        });
    return over.future();
  }

  private static int statusOf(AsyncResult<Integer> outcome) {
    if (outcome.succeeded()) {
      return outcome.result();
    }
    return outcome.cause() instanceof Refusal refusal ? refusal.status() : 0;
  }

  /** Answers for the server where it did not. */
  private void settle(AsyncResult<Integer> outcome) {
    if (deadline != null) {
      deadline.end();
    }
    if (outcome.failed() && !(outcome.cause() instanceof ClientGone)) {
      Refusal refusal = refusalOf(outcome.cause());
      if (refusal instanceof BadRequest bad) {
        steps.invalidRequests().refused(bad, client.request());
      } else if (refusal.status() >= 500) {
        String name = pool == null ? "" : pool.config().name();
        steps.warnings().answered(name, refusal.status(), refusal.reason());
      }
      client.answer(refusal);
      steps.ownAnswers().answered(refusal.status());
    }
    trace.ended(client, pool == null ? "" : pool.config().name());
    boolean last = client.saidLast() && client.request().isEnded();
    steps.connections().requestEnded(client.request().connection(), last);
  }

  private static Refusal refusalOf(Throwable cause) {
    if (cause instanceof Refusal refusal) {
      return refusal;
    }
    LOGGER.error("event=defect step=request-flow", cause);
    return new Refusal(500, "the gateway failed; its log says why");
  }

  private PoolService poolOf(RequestTarget target) throws Refusal {
    String host = target.authority();
    if (host.isEmpty()) {
      host = client.request().getHeader(HttpHeaders.HOST);
    }
    String authority = host == null ? "" : host;
    return steps
        .router()
        .route(authority, target.path())
        .orElseThrow(() -> new Refusal(404, "no pool takes requests for this host and path"));
  }
}
