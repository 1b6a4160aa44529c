package dev.spillway.experiments.lab;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One client that sends requests at their times, whether earlier ones are answered or not, each on
 * a connection of its own where need be. All its work is done on one event loop.
 */
final class LoadClient {
  private static final Duration CONNECT = Duration.ofMinutes(1);
  private static final int CONNECTIONS = 100_000;

  private final Vertx vertx;
  private final Context context;
  private final WebClient client;
  private final Runnable onAnswer;
  private final long epochMicros;
  private final long nanos;

  LoadClient(Vertx vertx, int port, Runnable onAnswer) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.onAnswer = onAnswer;
    HttpClientOptions options =
        new HttpClientOptions()
            .setDefaultHost("127.0.0.1")
            .setDefaultPort(port)
            .setConnectTimeout((int) CONNECT.toMillis());
    PoolOptions pool = new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(-1);
    this.client = WebClient.create(vertx, new WebClientOptions(options), pool);
    this.epochMicros = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
    this.nanos = System.nanoTime();
  }

  /** Sends all of them; completes, in their order, when each was answered or has failed. */
  Future<List<Answer>> send(List<Shot> shots) {
    List<Future<Answer>> answers = new ArrayList<>(shots.size());
    io.vertx.core.Promise<List<Answer>> all = io.vertx.core.Promise.promise();
    context.runOnContext(
        begin -> {
          for (Shot shot : shots) {
            answers.add(
                shot.atMillis() == 0
                    ? send(shot)
                    : vertx.timer(shot.atMillis(), TimeUnit.MILLISECONDS).compose(t -> send(shot)));
          }
          Future.all(answers).<List<Answer>>map(done -> done.list()).onComplete(all);
        });
    return all.future();
  }

  private Future<Answer> send(Shot shot) {
    long sent = now();
    return client
        .get(shot.uri())
        .send()
        .map(response -> response.statusCode())
        .otherwise(0)
        .map(status -> new Answer(shot, sent, now(), status))
        .onSuccess(answer -> onAnswer.run());
  }

  /** Epoch microseconds by a clock that is not set while it runs. */
  private long now() {
    return epochMicros + TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - nanos);
  }

  /** Gives up what is not answered yet. */
  void close() {
    client.close();
  }
}
