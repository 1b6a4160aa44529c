package dev.spillway.worker.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the daemon's event stream for ends of our containers, and comes back to it when it
 * breaks. All of its state belongs to one context.
 */
final class ContainerEvents {
  private static final Logger LOG = LoggerFactory.getLogger(ContainerEvents.class);
  private static final long OPEN_TIMEOUT_SECONDS = 10;
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  private final Vertx vertx;
  private final Context context;
  private final DockerClient docker;
  private final String host;
  private final Labels labels;
  private final Consumer<ContainerEnd> onEnd;
  private final Runnable onReturn;

  private long pause = FIRST_PAUSE_MILLIS;
  private boolean interrupted;
  private boolean closed;
  private Follow current;

  /**
   * @param context where everything happens, and the handlers are called
   * @param onEnd called for each container that ends
   * @param onReturn called when the stream is back after a break: ends may have been missed
   */
  ContainerEvents(
      Vertx vertx,
      Context context,
      DockerDaemon daemon,
      Labels labels,
      Consumer<ContainerEnd> onEnd,
      Runnable onReturn) {
    this.vertx = vertx;
    this.context = context;
    this.docker = daemon.streams();
    this.host = daemon.host();
    this.labels = labels;
    this.onEnd = onEnd;
    this.onReturn = onReturn;
  }

  /** Completes when the stream is open, so that no later end is missed. */
  Future<Void> follow() {
    Follow first = new Follow();
    return first
        .ask()
        .timeout(OPEN_TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .onFailure(e -> first.abandon())
        .recover(e -> Future.failedFuture(DockerFailure.of(host, "following events", e)));
  }

  /** Stops following. */
  void close() {
    context.runOnContext(
        now -> {
          closed = true;
          if (current != null) {
            current.abandon();
          }
        });
  }

  private void opened(Follow follow) {
    if (closed) {
      follow.abandon();
      return;
    }
    current = follow;
    pause = FIRST_PAUSE_MILLIS;
    if (interrupted) {
      interrupted = false;
      LOG.info("docker's events are followed again instance={}", labels.instance());
      onReturn.run();
    }
  }

  private void broken(String reason) {
    if (closed) {
      return;
    }
    if (!interrupted) {
      interrupted = true;
      LOG.warn(
          "docker's events broke off: trying again instance={} reason={}",
          labels.instance(),
          reason);
    }
    long wait = pause;
    pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    vertx.setTimer(wait, again -> context.runOnContext(now -> retry()));
  }

  /**
   * Without a deadline: a daemon that hangs would else collect one waiting attempt after another.
   */
  private void retry() {
    if (!closed) {
      new Follow().ask().onFailure(e -> broken(e.getMessage()));
    }
  }

  /** One connection to the stream; called by a thread of docker-java. */
  private final class Follow extends QuietCallback<Event> {
    private final Promise<Void> opened = Promise.promise();
    private volatile boolean abandoned;

    /** Completes, on the context, when the stream is open. */
    Future<Void> ask() {
      docker
          .eventsCmd()
          .withEventTypeFilter(EventType.CONTAINER)
          .withEventFilter("die")
          .withLabelFilter(labels.ofInstance())
          .exec(this);
      return opened.future();
    }

    @Override
    public void onStart(Closeable stream) {
      super.onStart(stream);
      context.runOnContext(
          now -> {
            ContainerEvents.this.opened(this);
            opened.tryComplete();
          });
    }

    @Override
    public void onNext(Event event) {
      Map<String, String> attributes = event.getActor().getAttributes();
      if (labels.match(attributes)) {
        ContainerEnd ended =
            new ContainerEnd(
                event.getActor().getId(),
                attributes,
                Optional.ofNullable(attributes.get("exitCode")));
        context.runOnContext(now -> onEnd.accept(ended));
      }
    }

    @Override
    public void onError(Throwable cause) {
      super.onError(cause);
      over(cause.toString());
    }

    @Override
    public void onComplete() {
      super.onComplete();
      over("the daemon closed the stream");
    }

    /** A stream that never opened is told by the failure of {@link #ask} alone. */
    private void over(String reason) {
      context.runOnContext(
          now -> {
            boolean neverOpened = opened.tryFail(new IOException(reason));
            if (!neverOpened && !abandoned) {
              broken(reason);
            }
            abandoned = true;
          });
    }

    void abandon() {
      abandoned = true;
      try {
        close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
