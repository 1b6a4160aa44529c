package dev.spillway.experiments.lab;

import dev.spillway.launcher.lifecycle.Waiting;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Where experiments are made: starts installations, and has the client that sends load. */
public final class Lab implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Vertx clientVertx = Vertx.vertx();
  private final LabSettings settings;
  private final Progress progress;

  /** A lab without any installation yet. */
  public Lab(LabSettings settings, Progress progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /** Where to say how far an experiment is; each answer is a step by itself. */
  public Progress progress() {
    return progress;
  }

  /** Vert.x of the client. */
  public Vertx clientVertx() {
    return clientVertx;
  }

  /** Starts an installation with these pools; the caller closes it. */
  public Installation install(List<PoolSetup> pools) throws InterruptedException, IOException {
    return Installation.start(settings, pools, clientVertx, progress::step);
  }

  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try {
      Waiting.await(clientVertx.close(), TIMEOUT, "closing the client");
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
