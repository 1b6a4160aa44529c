package dev.spillway.worker.runtime.docker;

import com.github.dockerjava.api.model.Container;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes containers of the installation that have ended or were never started. */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
  private static final Set<String> ENDED = Set.of("exited", "dead");

  private final DockerDaemon daemon;
  private final DockerCalls calls;
  private final ContainerEnds ends;
  private final FailedStarts failedStarts;

  Leftovers(DockerDaemon daemon, DockerCalls calls, ContainerEnds ends, FailedStarts failedStarts) {
    this.daemon = daemon;
    this.calls = calls;
    this.ends = ends;
    this.failedStarts = failedStarts;
  }

  /**
   * Clears away what is to go among these. Doesn't fail: a list is right without it, and the next
   * one comes upon what is left.
   *
   * @param found all containers of the installation
   * @param askedAt when they were asked for
   */
  Future<Void> clearAway(List<Container> found, Instant askedAt) {
    failedStarts.forgetAllBut(
        found.stream().map(Leftovers::server).collect(Collectors.toSet()), askedAt);
    return Future.join(found.stream().map(this::clearAway).toList()).mapEmpty();
  }

  private Future<Void> clearAway(Container container) {
    if (ENDED.contains(container.getState())) {
      return ends.dealWith(ContainerEnd.of(container));
    }
    if (ContainerList.abandoned(container, Instant.now())
        || failedStarts.left(container, server(container))) {
      return removeNeverStarted(container.getId());
    }
    return Future.succeededFuture();
  }

  private static String server(Container container) {
    return Labels.server(container.getLabels());
  }

  private Future<Void> removeNeverStarted(String id) {
    LOG.info("container never started is removed id={}", id);
    return calls
        .<Void>quick(
            "removing container " + id,
            () -> {
              ContainerRemove.force(daemon.calls(), id);
              return null;
            })
        .onFailure(e -> LOG.warn("container not removed id={} reason={}", id, e.getMessage()))
        .otherwiseEmpty();
  }
}
