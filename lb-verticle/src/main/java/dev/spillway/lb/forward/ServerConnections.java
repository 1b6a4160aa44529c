package dev.spillway.lb.forward;

import dev.spillway.lb.framing.ServerFraming;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.impl.HttpClientConnectionInternal;
import io.vertx.core.http.impl.HttpClientStream;
import io.vertx.core.http.impl.ServerConnector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of one event loop to one server. The one that was used last is used next; where
 * none has room, one more is opened, and who waits for it takes any that gets room before.
 *
 * <p>There is no upper bound: permits bound the requests, and connections must never be the tighter
 * bound, for a client that leaves gives its permit back at once, while its connection may take a
 * moment longer to come or to go.
 */
final class ServerConnections {
  private static final Logger LOGGER = LoggerFactory.getLogger(ServerConnections.class);

  private final ServerConnector connector;
  private final Origin origin;
  private final String authority;
  private final Function<HttpClientConnectionInternal, ServerFraming> framing;
  private final int expectedRoom;
  private final Deque<ServerConnection> withRoom = new ArrayDeque<>();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private int open;
  private int connecting;

  /** Who wants to send a request. Called on the event loop that asked. */
  interface Sender {
    /** Whether it is still to be sent. */
    boolean wanted();

    /** There is a connection; nothing is sent yet. */
    void connected(HttpClientRequest request, ServerConnection connection);

    /** There is none, and why. */
    void notConnected(Throwable cause);
  }

  private record Waiting(HttpMethod method, String uri, Sender sender) {}

  /**
   * No connection yet.
   *
   * @param framing makes the reading of a new connection strict; null for one of HTTP/2
   * @param expectedRoom how many requests at once a connection is expected to carry, at least 1
   */
  ServerConnections(
      ServerConnector connector,
      Origin origin,
      Function<HttpClientConnectionInternal, ServerFraming> framing,
      int expectedRoom) {
    this.connector = connector;
    this.origin = origin;
    this.authority = origin.authority();
    this.framing = framing;
    this.expectedRoom = expectedRoom;
  }

  /** Begins a request on a connection with room, now or as soon as there is one. */
  void open(HttpMethod method, String uri, Sender sender) {
    ServerConnection connection = firstWithRoom();
    if (connection != null) {
      begin(connection, method, uri, sender);
      return;
    }
    waiting.add(new Waiting(method, uri, sender));
    if ((long) connecting * expectedRoom < waiting.size()) {
      connect();
    }
  }

  private ServerConnection firstWithRoom() {
    for (ServerConnection first = withRoom.peek(); first != null; first = withRoom.peek()) {
      if (first.hasRoom() && !first.expired()) {
        return first;
      }
      takeOut(first);
      if (first.expired()) {
        first.connection().close();
      }
    }
    return null;
  }

  private void takeOut(ServerConnection connection) {
    if (connection.available) {
      connection.available = false;
      if (withRoom.peek() == connection) {
        withRoom.poll();
      } else {
        withRoom.remove(connection);
      }
    }
  }

  private void begin(ServerConnection connection, HttpMethod method, String uri, Sender sender) {
    connection.begin();
    if (!connection.hasRoom()) {
      takeOut(connection);
    }
    Future<HttpClientStream> stream = connector.stream(connection.connection());
    if (stream.succeeded()) {
      sender.connected(request(connection, stream.result(), method, uri), connection);
    } else {
      stream.onComplete(
          result -> request(connection, method, uri, sender, result),
          cause -> {
            ended(connection);
            sender.notConnected(cause);
          });
    }
  }

  private HttpClientRequest request(
      ServerConnection connection, HttpClientStream stream, HttpMethod method, String uri) {
    return connector.request(
        connection.connection(), stream, method, uri, authority, () -> ended(connection));
  }

  private void request(
      ServerConnection connection,
      HttpMethod method,
      String uri,
      Sender sender,
      HttpClientStream stream) {
    HttpClientRequest request = request(connection, stream, method, uri);
    if (sender.wanted()) {
      sender.connected(request, connection);
    } else {
      request.exceptionHandler(reset -> {}).reset();
    }
  }

  private void ended(ServerConnection connection) {
    connection.end();
    makeAvailable(connection);
  }

  /** Serves who waits, then keeps it for the next. */
  private void makeAvailable(ServerConnection connection) {
    while (connection.hasRoom()) {
      Waiting next = waiting.poll();
      if (next == null) {
        if (!connection.available) {
          connection.available = true;
          withRoom.addFirst(connection);
        }
        return;
      }
      if (next.sender.wanted()) {
        begin(connection, next.method, next.uri, next.sender);
      }
    }
  }

  private void connect() {
    connecting++;
    connector.connect(origin.host(), origin.port(), origin.ssl()).onComplete(this::connected);
  }

  private void connected(AsyncResult<HttpClientConnectionInternal> done) {
    connecting--;
    if (done.succeeded()) {
      opened(done.result());
      return;
    }
    while (waiting.size() > (long) connecting * expectedRoom) {
      Sender sender = waiting.poll().sender;
      if (sender.wanted()) {
        sender.notConnected(done.cause());
      }
    }
  }

  private void opened(HttpClientConnectionInternal connection) {
    ServerConnection opened = new ServerConnection(connection, framing.apply(connection));
    open++;
    connection.evictionHandler(
        v -> {
          if (opened.gone()) {
            open--;
            takeOut(opened);
          }
        });
    connection.concurrencyChangeHandler(
        most -> {
          opened.most(most);
          makeAvailable(opened);
        });
    // Each request is told of what befell it; what else a connection has to say is for debugging.
    connection.exceptionHandler(
        cause -> LOGGER.debug("event=server-connection-failed cause=\"{}\"", cause.getMessage()));
    makeAvailable(opened);
  }

  /** Closes those that were idle for too long; whether there is nothing left. */
  boolean closeExpired() {
    for (ServerConnection connection : new ArrayList<>(withRoom)) {
      if (connection.expired()) {
        takeOut(connection);
        connection.connection().close();
      }
    }
    return open == 0 && connecting == 0 && waiting.isEmpty();
  }
}
