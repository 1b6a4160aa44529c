package dev.spillway.launcher.part;

import dev.spillway.config.DockerConfig;
import dev.spillway.config.PoolConfig;
import dev.spillway.launcher.CommandFailure;
import dev.spillway.launcher.lifecycle.Patience;
import dev.spillway.launcher.lifecycle.Waiting;
import dev.spillway.worker.runtime.ServerRuntime;
import dev.spillway.worker.runtime.docker.DockerRuntime;
import dev.spillway.worker.runtime.docker.ImageBuilder;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Containers: connects to Docker and makes the images ready. */
final class DockerServers {
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration IMAGE_TIMEOUT = Duration.ofMinutes(15);

  private final Vertx vertx;
  private final DockerConfig docker;
  private final Optional<Home> home;
  private final Consumer<String> progress;
  private final Patience patience;

  DockerServers(
      Vertx vertx,
      DockerConfig docker,
      Optional<Home> home,
      Consumer<String> progress,
      Patience patience) {
    this.vertx = vertx;
    this.docker = docker;
    this.home = home;
    this.progress = progress;
    this.patience = patience;
  }

  /** Blocks until Docker answers; one try takes some seconds at the most. */
  ServerRuntime connect(String instance) throws InterruptedException {
    return patience.await("Docker", () -> tryToConnect(instance));
  }

  private ServerRuntime tryToConnect(String instance) throws InterruptedException {
    try {
      return Waiting.await(
          DockerRuntime.connect(vertx, docker, instance), ANSWER_TIMEOUT, "connecting to Docker");
    } catch (RuntimeException e) {
      throw CommandFailure.failed(
          "docker does not answer at %s: %s".formatted(docker.host(), e.getMessage()), e);
    }
  }

  /** Blocks, for minutes if an image has to be pulled or built. */
  void prepare(ServerRuntime runtime, List<PoolConfig> pools) throws InterruptedException {
    try {
      for (PoolConfig pool : pools) {
        if (home.isPresent() && ExampleWebServer.isImageOf(pool)) {
          Waiting.await(
              ImageBuilder.build(
                  vertx,
                  docker,
                  home.get().webDirectory(),
                  List.of("Dockerfile", Home.WEB_JARS),
                  ExampleWebServer.IMAGE,
                  progress),
              IMAGE_TIMEOUT,
              "building the image " + ExampleWebServer.IMAGE);
        }
        Waiting.await(runtime.prepare(pool), IMAGE_TIMEOUT, "getting the image");
      }
    } catch (RuntimeException e) {
      throw CommandFailure.failed(String.valueOf(e.getMessage()), e);
    }
  }
}
