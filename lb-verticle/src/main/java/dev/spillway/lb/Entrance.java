package dev.spillway.lb;

import dev.spillway.lb.admission.Admission;
import dev.spillway.lb.admission.Admission.Decision;
import dev.spillway.lb.admission.Admission.Permit;
import dev.spillway.lb.admission.Admission.Ticket;
import dev.spillway.lb.forward.ClientSide;
import dev.spillway.lb.forward.Refusal;
import io.vertx.core.Context;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Gets requests of one event loop a permit of one pool. Brings decisions, which come from any
 * thread, back to the event loop; a request that ends while it waits gives up its place, and one
 * that ended unnoticed gives back the permit it is handed.
 */
final class Entrance {
  private final Admission admission;
  private final Context context;
  private final PoolCounts counts;

  /** For requests of this event loop; what becomes of them is counted. */
  Entrance(Admission admission, Context context, PoolCounts counts) {
    this.admission = admission;
    this.context = context;
    this.counts = counts;
  }

  /**
   * Who asked for a permit. Told once, on the event loop that asked, maybe before asking returns.
   */
  interface Applicant {
    /** Here is one; its release is owed. */
    void admitted(Permit permit);

    /**
     * There is none.
     *
     * @param cause a {@link Refusal}, or what ended the request meanwhile
     */
    void refused(Throwable cause);
  }

  /** Asks for a permit. */
  void admit(ClientSide client, Applicant applicant) {
    ask(client, applicant, admission::enter);
  }

  /** Asks again, for a request whose server failed it; for a permit of another if there is one. */
  void readmit(ClientSide client, String failedServer, Applicant applicant) {
    ask(client, applicant, decision -> admission.reenter(failedServer, decision));
  }

  private void ask(
      ClientSide client, Applicant applicant, Function<Consumer<Decision>, Ticket> question) {
    if (client.aborted() != null) {
      applicant.refused(client.aborted());
      return;
    }
    Waiting waiting = new Waiting(client, applicant);
    waiting.entered(question.apply(waiting));
  }

  private final class Waiting implements Consumer<Decision> {
    private final ClientSide client;
    private final Applicant applicant;
    private final Thread eventLoop = Thread.currentThread();
    // The two below are touched by the event loop alone.
    private boolean entering = true;
    private Decision atOnce;
    private long since;

    Waiting(ClientSide client, Applicant applicant) {
      this.client = client;
      this.applicant = applicant;
    }

    /** On any thread. */
    @Override
    public void accept(Decision decision) {
      if (Thread.currentThread() == eventLoop && entering) {
        atOnce = decision;
      } else {
        context.runOnContext(v -> deliver(decision));
      }
    }

    void entered(Ticket ticket) {
      entering = false;
      if (atOnce != null) {
        deliver(atOnce);
        return;
      }
      since = System.nanoTime();
      client.onAbort(
          cause -> {
            if (ticket.cancel()) {
              applicant.refused(cause);
            } // else the decision is on its way, and finds the request ended
          });
    }

    private void deliver(Decision decision) {
      client.nothingToUndo();
      if (decision instanceof Decision.Granted granted) {
        if (atOnce == null) {
          counts.waited(System.nanoTime() - since);
        }
        if (client.aborted() == null) {
          applicant.admitted(granted.permit());
        } else {
          granted.permit().release();
          applicant.refused(client.aborted());
        }
      } else {
        Decision.Refused refused = (Decision.Refused) decision;
        counts.refused(refused.reason());
        applicant.refused(refusal(refused));
      }
    }
  }

  private static Refusal refusal(Decision.Refused refused) {
    String why =
        switch (refused.reason()) {
          case QUEUE_FULL -> "every server is full and so is the queue";
          case QUEUE_TIMEOUT -> "no server became free in time";
          case STATE_UNREACHABLE -> "the shared state can't be reached";
          case SHUTTING_DOWN -> "the gateway is shutting down";
        };
    String detail = refused.detail().isBlank() ? "" : ": " + refused.detail().replace('\n', ' ');
    return new Refusal(503, why + detail, retryAfter(refused.reason()));
  }

  private static int retryAfter(Decision.Reason reason) {
    return switch (reason) {
      case QUEUE_FULL, QUEUE_TIMEOUT, SHUTTING_DOWN -> 1;
      case STATE_UNREACHABLE -> 5;
    };
  }
}
