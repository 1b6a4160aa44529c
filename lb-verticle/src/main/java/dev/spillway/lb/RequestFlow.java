package dev.spillway.lb;

import dev.spillway.lb.accesslog.RequestTrace;
import dev.spillway.lb.admission.Admission.Permit;
import dev.spillway.lb.forward.BadRequest;
import dev.spillway.lb.forward.ClientGone;
import dev.spillway.lb.forward.ClientSide;
import dev.spillway.lb.forward.ConnectionLost;
import dev.spillway.lb.forward.Forwarder;
import dev.spillway.lb.forward.Host;
import dev.spillway.lb.forward.Refusal;
import dev.spillway.lb.forward.RequestDeadline;
import dev.spillway.lb.forward.RequestTarget;
import dev.spillway.lb.forward.ServerFailure;
import dev.spillway.lb.forward.Unreachable;
import dev.spillway.lb.publish.RequestServedPublisher.Served;
import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole way of one request: route, admit, forward, publish. Whatever happens on it, the client
 * gets one answer (or its connection is cut) and each permit goes back once. For one event loop.
 *
 * <p>Steps call each other, often in one go from the request's head to its sending on: a future for
 * each would cost more than most of them do.
 */
final class RequestFlow implements Entrance.Applicant {
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
  private final ClientConnection connection;
  private final ClientSide client;
  private final RequestTrace trace;
  private RequestTarget target;
  private PoolService pool;
  private RequestDeadline deadline;
  private int serversTried;
  private int resent;
  private String failedServer; // null: none has failed it
  private Refusal failure;

  private RequestFlow(FlowSteps steps, ClientConnection connection, ClientSide client) {
    this.steps = steps;
    this.connection = connection;
    this.client = client;
    this.trace = steps.accessLog().begin();
  }

  /** Serves a request that was just received. */
  static void begin(FlowSteps steps, HttpServerRequest request) {
    ClientConnection connection = steps.connections().of(request.connection());
    ClientSide client = new ClientSide(request, connection.peer(), steps.draining());
    new RequestFlow(steps, connection, client).run();
  }

  private void run() {
    if (!connection.requestBegun(client)) {
      client.dropBody();
      return; // its connection is being closed
    }
    try {
      target = RequestCheck.check(client.request(), steps.gateway().limits().body());
      pool = poolOf(target);
      pool.config()
          .timeouts()
          .request()
          .ifPresent(allowed -> deadline = RequestDeadline.start(steps.limits(), client, allowed));
      pool.retries().request();
      pool.entrance().admit(client, this);
    } catch (Refusal refusal) {
      settle(0, refusal);
    } catch (RuntimeException defect) {
      settle(0, defect);
    }
  }

  @Override
  public void admitted(Permit permit) {
    if (failedServer != null && !mayGoTo(permit.server())) {
      permit.release();
      settle(0, failure);
      return;
    }
    serversTried++;
    new Attempt(permit).begin();
  }

  @Override
  public void refused(Throwable cause) {
    settle(0, cause);
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
   * One permit in use. Publishes what came of it, gives the permit back, and goes on elsewhere
   * where nothing can have been done yet.
   */
  private final class Attempt implements Forwarder.Outcome {
    private final Permit permit;
    private final Served served;
    private boolean over;

    Attempt(Permit permit) {
      this.permit = permit;
      this.served = steps.publisher().begun(pool.config().name(), permit.server());
    }

    /** Even a defect must not keep the permit. */
    void begin() {
      try {
        trace.sentTo(permit.server());
        pool.forwarder().forward(client, target, permit.server(), permit.url(), this);
      } catch (RuntimeException defect) {
        if (over) {
          throw defect;
        }
        failed(defect);
      }
    }

    @Override
    public void served(int status) {
      if (!over) {
        over = true;
        served.ended(status);
        permit.release();
        settle(status, null);
      }
    }

    @Override
    public void failed(Throwable cause) {
      if (over) {
        return;
      }
      over = true;
      if (cause instanceof Unreachable unreachable) {
        served.withdrawn();
        permit.releaseUnreachable();
        suspect(unreachable);
        if (serversTried <= PAUSES.length) {
          elsewhere(permit.server(), unreachable, PAUSES[serversTried - 1]);
        } else {
          settle(0, unreachable);
        }
      } else if (cause instanceof ConnectionLost lost && resent < MOST_RESENT) {
        resent++;
        served.withdrawn();
        permit.release(); // closing a connection that was idle is no failure
        elsewhere(permit.server(), lost, 0);
      } else {
        served.ended(cause instanceof Refusal refusal ? refusal.status() : 0);
        release(cause);
        settle(0, cause);
      }
    }

    private void release(Throwable cause) {
      if (!(cause instanceof ServerFailure failed)) {
        permit.release();
      } else if (permit.releaseFailed()) {
        suspect(failed);
      }
    }

    private void suspect(Refusal why) {
      steps.suspect(pool.config().name(), permit.server(), permit.url(), why.reason());
    }
  }

  private void elsewhere(String failed, Refusal why, int pauseMillis) {
    failedServer = failed;
    failure = why;
    if (pauseMillis == 0 || client.aborted() != null) {
      readmit(); // who asks finds out that it was aborted
      return;
    }
    long timer =
        steps
            .vertx()
            .setTimer(
                pauseMillis,
                id -> {
                  client.nothingToUndo();
                  readmit();
                });
    client.onAbort(
        cause -> {
          steps.vertx().cancelTimer(timer);
          settle(0, cause);
        });
  }

  private void readmit() {
    pool.entrance().readmit(client, failedServer, this);
  }

  /**
   * Answers for the server where it did not.
   *
   * @param cause why it did not; null if it did
   */
  private void settle(int status, Throwable cause) {
    if (deadline != null) {
      deadline.end();
    }
    if (cause != null && !(cause instanceof ClientGone)) {
      answer(refusalOf(cause));
    }
    trace.ended(client, pool == null ? "" : pool.config().name());
    if (status == 101) {
      steps.connections().closed(client.request().connection());
      return;
    }
    connection.requestEnded();
    if (client.saidLast() && client.request().isEnded()) {
      steps.connections().lastRequestEnded(client.request().connection());
    }
    client.ended();
  }

  private void answer(Refusal refusal) {
    if (refusal instanceof BadRequest bad) {
      steps.invalidRequests().refused(bad, client.request());
    } else if (refusal.status() >= 500) {
      String name = pool == null ? "" : pool.config().name();
      steps.warnings().answered(name, refusal.status(), refusal.reason());
    }
    client.answer(refusal);
    steps.ownAnswers().answered(refusal.status());
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
      host = Host.of(client.request());
    }
    String authority = host == null ? "" : host;
    return steps
        .router()
        .route(authority, target.path())
        .orElseThrow(() -> new Refusal(404, "no pool takes requests for this host and path"));
  }
}
