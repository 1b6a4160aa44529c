package dev.spillway.state.redis;

import dev.spillway.state.PoolStateException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that deals with the connection to Redis. Calls share a connection, in order. A
 * connection that fails, or that leaves a call without a reply for too long, is given up and made
 * anew, with growing pauses; until then calls fail at once. Nothing is sent twice. So is one to a
 * Redis that says that it takes no writes: another may be the primary by now. An outage, however
 * many attempts it takes, is one line in the log when it begins, and one when a call succeeds.
 *
 * <p>Safe for use from any thread: the state changes on one context; a call's future completes on
 * the context of its caller, where there is one.
 */
final class RedisLink {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);

  /** Replies that come from what this Redis is, not from the call. */
  private static final Set<String> SERVES_NOTHING =
      Set.of("READONLY", "LOADING", "MASTERDOWN", "NOREPLICAS");

  /** How often Sentinels are asked whether the primary is still the one that is used. */
  private static final long ASK_SENTINELS_MILLIS = 500;

  private final Vertx vertx;
  private final RedisUrl url;
  private final Duration timeout;
  private final Context context;
  private final Backoff backoff = new Backoff(RandomGenerator.getDefault());
  private final List<Handler<Boolean>> reachabilityHandlers = new CopyOnWriteArrayList<>();

  private final RedisConnector connector;

  private volatile RedisSession session;
  private volatile Throwable lastFailure;
  private volatile boolean closed;

  /** Whether an outage has been logged that isn't over. Touched on the context only. */
  private boolean outage;

  private RedisLink(Vertx vertx, RedisUrl url, Duration timeout) {
    this.vertx = vertx;
    this.url = url;
    this.timeout = timeout;
    this.context = vertx.getOrCreateContext();
    this.connector = new RedisConnector(vertx, url, timeout);
  }

  /** Connects; fails with the reason, for a person, if that doesn't work the first time. */
  static Future<RedisLink> open(Vertx vertx, RedisUrl url, Duration timeout) {
    RedisLink link = new RedisLink(vertx, url, timeout);
    return link.onCallersContext(link.connect())
        .map(link)
        .recover(
            cause ->
                link.close()
                    .transform(closed -> Future.failedFuture(link.unreachable("connect", cause))));
  }

  /**
   * Sends a call. Fails with {@link PoolStateException} whose cause is a {@link Response} if Redis
   * refused it, and with another cause if it isn't known whether Redis has taken it.
   *
   * @param what the step, for messages
   */
  Future<Response> send(String what, Request request) {
    RedisSession current = session;
    if (current == null) {
      return Future.failedFuture(unreachable(what, lastFailure));
    }
    Future<Response> reply =
        current
            .connection()
            .send(request)
            .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
            .onSuccess(ignored -> prove(current))
            .recover(
                cause -> {
                  if (isRefusal(cause)) {
                    if (servesNothing(cause)) {
                      giveUp(current, cause);
                    }
                    return Future.failedFuture(refused(what, cause));
                  }
                  giveUp(current, cause);
                  return Future.failedFuture(unreachable(what, cause));
                });
    return onCallersContext(reply);
  }

  void onReachability(Handler<Boolean> handler) {
    reachabilityHandlers.add(handler);
  }

  Future<Void> ping() {
    return send("ping", Request.cmd(Command.PING)).mapEmpty();
  }

  Future<Void> close() {
    closed = true;
    context.runOnContext(ignored -> connector.close());
    RedisSession current = session;
    session = null;
    return current == null ? Future.succeededFuture() : current.close();
  }

  private Future<Void> connect() {
    Promise<Void> connected = Promise.promise();
    context.runOnContext(
        ignored ->
            connector
                .connect()
                .onSuccess(this::begin)
                .onFailure(cause -> lastFailure = cause)
                .<Void>mapEmpty()
                .onComplete(connected));
    return connected.future();
  }

  private void begin(RedisSession fresh) {
    if (closed) {
      fresh.close();
      return;
    }
    fresh.connection().exceptionHandler(cause -> giveUp(fresh, cause));
    fresh
        .connection()
        .endHandler(
            ignored -> giveUp(fresh, new PoolStateException("it closed the connection", null)));
    session = fresh;
    if (url.isSentinel()) {
      watch(fresh);
    }
  }

  private void watch(RedisSession watched) {
    vertx.setTimer(
        ASK_SENTINELS_MILLIS,
        timer -> {
          if (watched.equals(session)) {
            connector.movedTo(watched).onSuccess(primary -> leaveFor(primary, watched));
          }
        });
  }

  private void leaveFor(String primary, RedisSession watched) {
    if (primary.isEmpty()) {
      watch(watched);
    } else {
      giveUp(watched, new PoolStateException("its Sentinels have chosen " + primary, null));
    }
  }

  private void prove(RedisSession current) {
    if (current.isProven()) {
      return;
    }
    current.prove();
    context.runOnContext(
        ignored -> {
          backoff.reset();
          if (outage) {
            outage = false;
            LOG.info("redis-back url={}", url);
          }
        });
  }

  private void giveUp(RedisSession failed, Throwable cause) {
    context.runOnContext(
        ignored -> {
          if (!failed.equals(session) || closed) {
            return;
          }
          session = null;
          lastFailure = cause;
          failed.close();
          if (!outage) {
            outage = true;
            LOG.warn("redis-unreachable url={} reason=\"{}\"", url, reason(cause));
          }
          tell(false);
          connectLater();
        });
  }

  private void connectLater() {
    vertx.setTimer(
        backoff.next(),
        timer -> {
          if (!closed) {
            connect()
                .onSuccess(ignored -> tell(true))
                .onFailure(cause -> context.runOnContext(ignored -> connectLater()));
          }
        });
  }

  private void tell(boolean reachable) {
    for (Handler<Boolean> handler : reachabilityHandlers) {
      context.runOnContext(ignored -> handler.handle(reachable));
    }
  }

  private <T> Future<T> onCallersContext(Future<T> future) {
    Context caller = Vertx.currentContext();
    if (caller == null || caller == context) {
      return future;
    }
    Promise<T> promise = Promise.promise();
    future.onComplete(result -> caller.runOnContext(ignored -> promise.handle(result)));
    return promise.future();
  }

  /** Whether this is Redis' own error reply: the connection is sound then. */
  private static boolean isRefusal(Throwable cause) {
    return cause instanceof Response && !"CONNECTION_CLOSED".equals(cause.getMessage());
  }

  private static boolean servesNothing(Throwable refusal) {
    String message = refusal.getMessage();
    // Up to version 6 the code of an error within a script stands behind "@user_script: 12: -".
    return SERVES_NOTHING.stream().anyMatch(code -> message.matches("(?s)(.*-)?" + code + "\\b.*"));
  }

  private PoolStateException refused(String what, Throwable cause) {
    return new PoolStateException(
        "%s: %s refused it: %s".formatted(what, url, cause.getMessage()), cause);
  }

  private PoolStateException unreachable(String what, Throwable cause) {
    return new PoolStateException(
        "%s: %s can't be reached: %s".formatted(what, url, reason(cause)), cause);
  }

  private String reason(Throwable cause) {
    if (cause == null) {
      return "not connected";
    }
    if (cause instanceof TimeoutException) {
      return "no answer within " + timeout.toMillis() + " ms";
    }
    String message = String.valueOf(cause.getMessage());
    if (message.startsWith("WRONGPASS") || message.startsWith("NOAUTH")) {
      return "it refuses the user and password of the configured URL (" + message + ")";
    }
    return message;
  }
}
