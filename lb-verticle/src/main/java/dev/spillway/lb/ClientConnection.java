package dev.spillway.lb;

import dev.spillway.config.ClientTimeouts;
import dev.spillway.lb.forward.BadRequest;
import dev.spillway.lb.forward.ClientLink;
import dev.spillway.lb.forward.ClientSide;
import dev.spillway.lb.forward.Peer;
import dev.spillway.lb.forward.TimeLimits;
import dev.spillway.lb.framing.ClientFraming;
import dev.spillway.lb.framing.MessageFault;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.vertx.core.Context;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One client's connection: how long it may be without a whole request, and what was received on it
 * that Vert.x does not tell. For its event loop.
 */
final class ClientConnection extends TimeLimits.Limited implements ClientFraming.Listener {
  private static final Duration LINGER = Duration.ofSeconds(1);

  private final HttpConnection connection;
  private final Peer peer;
  private final Context context;
  private final ClientTimeouts timeouts;
  private final Deque<Trailers> trailers = new ArrayDeque<>(0);
  private ClientFraming framing;
  private int underWay;
  private long begun;
  private ClientSide last;
  private MessageFault bodyFault;
  private boolean closing;
  private boolean closed;

  private record Trailers(long request, HttpHeaders fields) {}

  ClientConnection(HttpConnection connection, Peer peer, Context context, ClientTimeouts timeouts) {
    this.connection = connection;
    this.peer = peer;
    this.context = context;
    this.timeouts = timeouts;
  }

  /** Who sends what comes on it. */
  Peer peer() {
    return peer;
  }

  /** Begins to wait for the first request. Needs {@link TimeLimits#watch}. */
  void opened(ClientFraming framing) {
    this.framing = framing;
    limit(timeouts.head());
  }

  /** There are too many: says so, and closes it soon, so that what is said is read. */
  void turnedAway(ClientFraming framing, int status, String reason) {
    this.framing = framing;
    closing = true;
    framing.turnAway(status, reason);
    limit(LINGER);
  }

  void closed() {
    closed = true;
    unwatch();
  }

  /**
   * A request was received.
   *
   * @return whether it is to be served: not after an answer that was to be the last
   */
  boolean requestBegun(ClientSide client) {
    if (closed) {
      return true; // its client has left, which it finds out itself
    }
    underWay++;
    begun++;
    last = client;
    unlimited();
    client.onLink(new Link(begun));
    if (bodyFault != null && begun == framing.heads()) {
      client.abort(new BadRequest(bodyFault));
    }
    return !closing;
  }

  /** A pipelined one may have begun already. */
  void requestEnded() {
    if (closed) {
      return;
    }
    underWay--;
    if (underWay == 0) {
      limit(framing.inHead() ? timeouts.head() : timeouts.idle());
    }
  }

  @Override
  public void headBegun() {
    if (underWay == 0) {
      limit(timeouts.head());
    }
  }

  /** What this sets off needs Vert.x' context, and is told outside of it. */
  @Override
  public void bodyRefused(MessageFault fault) {
    context.runOnContext(v -> refuseBody(fault));
  }

  private void refuseBody(MessageFault fault) {
    bodyFault = fault;
    if (begun == framing.heads() && last != null) {
      last.abort(new BadRequest(fault));
    }
  }

  @Override
  public void trailers(long request, HttpHeaders fields) {
    trailers.add(new Trailers(request, fields));
  }

  private HttpHeaders trailersOf(long request) {
    while (!trailers.isEmpty() && trailers.peek().request < request) {
      trailers.poll();
    }
    return !trailers.isEmpty() && trailers.peek().request == request
        ? trailers.poll().fields
        : EmptyHttpHeaders.INSTANCE;
  }

  @Override
  protected void expired() {
    if (framing.inHead()) {
      framing.headTookTooLong();
    } else {
      connection.close();
    }
  }

  private final class Link implements ClientLink {
    private final long request;

    Link(long request) {
      this.request = request;
    }

    @Override
    public HttpHeaders trailers() {
      return trailersOf(request);
    }

    @Override
    public void closing() {
      closing = true;
    }

    @Override
    public void closeOutput() {
      framing.closeOutput();
    }

    @Override
    public void reset() {
      framing.reset();
    }
  }
}
