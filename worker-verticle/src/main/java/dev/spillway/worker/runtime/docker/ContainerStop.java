package dev.spillway.worker.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import java.io.IOException;
import java.time.Duration;

/**
 * Stops and removes a container. The daemon's own stop is used, because it knows the image's stop
 * signal (nginx, for one, finishes its requests on SIGQUIT).
 */
final class ContainerStop {
  private final DockerDaemon daemon;

  ContainerStop(DockerDaemon daemon) {
    this.daemon = daemon;
  }

  /** Blocks until it is gone; grace counts in whole seconds, rounded up. */
  void stop(String id, Duration grace) throws IOException {
    int seconds = (int) Math.min(Integer.MAX_VALUE, (grace.toMillis() + 999) / 1000);
    if (seconds > 0) {
      stopWithin(id, seconds);
    }
    ContainerRemove.force(daemon.calls(), id);
  }

  private void stopWithin(String id, int seconds) throws IOException {
    Duration answer = Duration.ofSeconds(seconds).plus(DockerCalls.TIMEOUT);
    try (DockerClient docker = daemon.patient(answer)) {
      docker.stopContainerCmd(id).withTimeout(seconds).exec();
    } catch (NotFoundException | NotModifiedException e) {
      return; // It has ended already.
    }
  }
}
