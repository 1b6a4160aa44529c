package dev.spillway.worker.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Finds the containers of the installation, whatever their state. */
final class ContainerList {
  private static final Duration START_AT_MOST = Duration.ofMinutes(5);

  private final DockerClient docker;
  private final Labels labels;

  ContainerList(DockerClient docker, Labels labels) {
    this.docker = docker;
    this.labels = labels;
  }

  List<Container> all() {
    return find(labels.ofInstance());
  }

  List<Container> ofServer(String server) {
    return find(labels.ofServer(server));
  }

  /**
   * Whether a container was made and never started, because its worker died in between. Not before
   * some minutes have passed: another worker may be about to start it.
   */
  static boolean abandoned(Container container, Instant now) {
    return "created".equals(container.getState())
        && container.getCreated() != null
        && Instant.ofEpochSecond(container.getCreated()).plus(START_AT_MOST).isBefore(now);
  }

  private List<Container> find(Map<String, String> wanted) {
    return docker.listContainersCmd().withShowAll(true).withLabelFilter(wanted).exec().stream()
        .filter(container -> labels.match(container.getLabels()))
        .toList();
  }
}
