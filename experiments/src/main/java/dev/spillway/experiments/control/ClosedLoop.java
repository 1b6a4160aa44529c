package dev.spillway.experiments.control;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** So many clients for so long, each with one request in flight, sent when the last is answered. */
final class ClosedLoop {
  private final Context context;
  private final WebClient client;
  private final String uri;
  private final int clients;
  private final List<Double> latencies = new ArrayList<>();
  private final Promise<Result> done = Promise.promise();
  private long began;
  private long end;
  private int failed;
  private int running;

  /**
   * What came of it.
   *
   * @param latenciesMillis of the requests that were served, in the order of their answers
   * @param failed requests that were not served
   * @param seconds from the first request to the last answer
   */
  record Result(List<Double> latenciesMillis, int failed, double seconds) {}

  private ClosedLoop(Vertx vertx, int port, String uri, int clients) {
    this.context = vertx.getOrCreateContext();
    this.uri = uri;
    this.clients = clients;
    this.client =
        WebClient.create(
            vertx,
            new WebClientOptions().setDefaultHost("127.0.0.1").setDefaultPort(port),
            new PoolOptions().setHttp1MaxSize(clients).setMaxWaitQueueSize(-1));
  }

  static Future<Result> run(Vertx vertx, int port, String uri, int clients, Duration time) {
    ClosedLoop loop = new ClosedLoop(vertx, port, uri, clients);
    loop.context.runOnContext(begin -> loop.begin(time));
    return loop.done.future().onComplete(ended -> loop.client.close());
  }

  private void begin(Duration time) {
    began = System.nanoTime();
    end = began + time.toNanos();
    running = clients;
    for (int i = 0; i < clients; i++) {
      next();
    }
  }

  private void next() {
    long sent = System.nanoTime();
    if (sent - end >= 0) {
      running--;
      if (running == 0) {
        done.complete(new Result(latencies, failed, seconds(sent - began)));
      }
      return;
    }
    client
        .get(uri)
        .send()
        .onComplete(
            answer -> {
              if (answer.succeeded() && answer.result().statusCode() == 200) {
                latencies.add(seconds(System.nanoTime() - sent) * 1000);
              } else {
                failed++;
              }
              context.runOnContext(again -> next());
            });
  }

  private static double seconds(long nanos) {
    return (double) nanos / TimeUnit.SECONDS.toNanos(1);
  }
}
