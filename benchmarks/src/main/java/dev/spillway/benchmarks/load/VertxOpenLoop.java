package dev.spillway.benchmarks.load;

import dev.spillway.benchmarks.peer.Wire;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * What {@link OpenLoop} is, for HTTP/1.1 over TLS: a latency counts from the moment at which the
 * request was due.
 */
final class VertxOpenLoop {
  private static final int WARM_UP_SECONDS = 2;
  private static final long PARK_NANOS = 10_000;

  private final Context context;
  private final HttpClient client;
  private final int port;
  private final String path;
  private final Histogram latencies = new Histogram(Pace.LONGEST_MICROS, 3);

  private VertxOpenLoop(Vertx vertx, Wire wire, int requests, int port, String path) {
    this.context = vertx.getOrCreateContext();
    this.client =
        vertx.createHttpClient(ClientOptions.of(wire), new PoolOptions().setHttp1MaxSize(requests));
    this.port = port;
    this.path = path;
  }

  /**
   * Runs, and waits for the end.
   *
   * @throws IOException if a request was not answered well
   */
  static FixedRate.Outcome run(FixedLoad load) throws IOException, InterruptedException {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    try {
      VertxOpenLoop loop =
          new VertxOpenLoop(vertx, load.wire(), load.connections(), load.port(), load.path());
      return loop.phase(load.rate(), WARM_UP_SECONDS)
          .compose(
              warm -> {
                loop.latencies.reset();
                return loop.phase(load.rate(), load.seconds());
              })
          .map(pace -> FixedRate.Outcome.of(loop.latencies, pace))
          .toCompletionStage()
          .toCompletableFuture()
          .get();
    } catch (ExecutionException e) {
      throw new IOException("a request failed", e.getCause());
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  /** Waits in a thread of its own: an event loop that never rests would not look at its sockets. */
  private Future<Pace> phase(double rate, int seconds) {
    Phase phase = new Phase(new Pace(rate, seconds));
    Thread thread = new Thread(phase::ask, "pace");
    thread.setDaemon(true);
    thread.start();
    return phase.done.future();
  }

  private final class Phase {
    private final Pace pace;
    private final Promise<Pace> done = Promise.promise();
    private long answered;

    Phase(Pace pace) {
      this.pace = pace;
    }

    void ask() {
      for (long begun = 0; begun < pace.total(); begun++) {
        long due = pace.dueAt(begun);
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(PARK_NANOS);
        }
        context.runOnContext(nothing -> ask(due));
      }
    }

    private void ask(long due) {
      pace.sent(due);
      client
          .request(HttpMethod.GET, port, "127.0.0.1", path)
          .compose(HttpClientRequest::send)
          .compose(VertxOpenLoop::whole)
          .onSuccess(nothing -> answered(due))
          .onFailure(done::tryFail);
    }

    private void answered(long due) {
      latencies.recordValue(Pace.micros(System.nanoTime() - due));
      if (++answered == pace.total()) {
        pace.ended();
        done.tryComplete(pace);
      }
    }
  }

  private static Future<Void> whole(HttpClientResponse answer) {
    return answer.statusCode() == 200
        ? answer.end()
        : Future.failedFuture(new IOException("expected status 200, found " + answer.statusCode()));
  }
}
