package dev.spillway.launcher.up;

import dev.spillway.config.DockerConfig;
import dev.spillway.launcher.lifecycle.Waiting;
import dev.spillway.worker.runtime.RunningServer;
import dev.spillway.worker.runtime.ServerRuntime;
import dev.spillway.worker.runtime.docker.InstanceContainers;
import dev.spillway.worker.runtime.process.ProcessRuntime;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Ends a killed run's servers through the runtime that they run on. */
final class LeftoverServers implements ServerCleanup {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Vertx vertx;

  LeftoverServers(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public int stopAll(RunRecord run) throws InterruptedException {
    int stopped = 0;
    if (run.runtime().equals("docker")) {
      DockerConfig docker = new DockerConfig(run.dockerHost(), Optional.empty(), 1);
      stopped +=
          Waiting.await(
              InstanceContainers.removeAll(vertx, docker, run.instance()),
              TIMEOUT,
              "removing the containers that were left");
    }
    if (Files.isDirectory(run.processDirectory())) {
      stopped += stopAll(ProcessRuntime.open(vertx, run.processDirectory(), run.instance()));
    }
    return stopped;
  }

  private static int stopAll(Future<ProcessRuntime> opened) throws InterruptedException {
    ServerRuntime runtime = Waiting.await(opened, TIMEOUT, "connecting to the servers' runtime");
    try {
      List<RunningServer> found =
          Waiting.await(runtime.list(), TIMEOUT, "listing the servers that were left");
      List<Future<Void>> stops =
          found.stream().map(server -> runtime.stop(server.name(), Duration.ZERO)).toList();
      Waiting.await(Future.all(stops), TIMEOUT, "stopping the servers that were left");
      return found.size();
    } finally {
      Waiting.await(runtime.close(), TIMEOUT, "closing the servers' runtime");
    }
  }
}
