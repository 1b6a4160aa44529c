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
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * What {@link OpenLoop} is, for TLS and HTTP/2: a latency counts from the moment at which the
 * request was due.
 */
final class VertxOpenLoop {
  private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(1);
  private static final int WARM_UP_SECONDS = 2;
  private static final long PARK_NANOS = 10_000;

  private final Context context;
  private final HttpClient client;
  private final int port;
  private final String path;
  private final Histogram latencies = new Histogram(LONGEST_MICROS, 3);

  private VertxOpenLoop(Vertx vertx, Wire wire, int requests, int port, String path) {
    this.context = vertx.getOrCreateContext();
    this.client = vertx.createHttpClient(ClientOptions.of(wire), ClientOptions.pool(requests));
    this.port = port;
    this.path = path;
  }

  /**
   * Latencies in microseconds.
   *
   * @throws IOException if a request was not answered well
   */
  static Histogram latencies(FixedLoad load) throws IOException, InterruptedException {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    try {
      VertxOpenLoop loop =
          new VertxOpenLoop(vertx, load.wire(), load.connections(), load.port(), load.path());
      loop.phase(load.rate(), WARM_UP_SECONDS)
          .compose(
              warm -> {
                loop.latencies.reset();
                return loop.phase(load.rate(), load.seconds());
              })
          .toCompletionStage()
          .toCompletableFuture()
          .get();
      return loop.latencies;
    } catch (ExecutionException e) {
      throw new IOException("a request failed", e.getCause());
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  /** Waits in a thread of its own: an event loop that never rests would not look at its sockets. */
  private Future<Void> phase(double rate, int seconds) {
    Phase phase = new Phase(1e9 / rate, (long) (rate * seconds));
    Thread pace = new Thread(phase::pace, "pace");
    pace.setDaemon(true);
    pace.start();
    return phase.done.future();
  }

  private final class Phase {
    private final long start = System.nanoTime();
    private final double interval;
    private final long total;
    private final Promise<Void> done = Promise.promise();
    private long answered;

    Phase(double interval, long total) {
      this.interval = interval;
      this.total = total;
    }

    void pace() {
      for (long begun = 0; begun < total; begun++) {
        long due = start + (long) (begun * interval);
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(PARK_NANOS);
        }
        context.runOnContext(nothing -> ask(due));
      }
    }

    private void ask(long due) {
      client
          .request(HttpMethod.GET, port, "127.0.0.1", path)
          .compose(HttpClientRequest::send)
          .compose(VertxOpenLoop::whole)
          .onSuccess(nothing -> answered(due))
          .onFailure(done::tryFail);
    }

    private void answered(long due) {
      long micros = (System.nanoTime() - due) / 1_000;
      latencies.recordValue(Math.min(LONGEST_MICROS, Math.max(0, micros)));
      if (++answered == total) {
        done.tryComplete();
      }
    }
  }

  private static Future<Void> whole(HttpClientResponse answer) {
    return answer.statusCode() == 200
        ? answer.end()
        : Future.failedFuture(new IOException("expected status 200, found " + answer.statusCode()));
  }
}
