package dev.spillway.worker.runtime.docker;

import com.github.dockerjava.api.model.Container;
import dev.spillway.config.DockerConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** The containers that an installation which has ended for good left behind. */
public final class InstanceContainers {
  private InstanceContainers() {}

  /**
   * Removes all of an instance's containers at once, whatever their state, and says how many there
   * were. Fails with a {@link dev.spillway.worker.runtime.ServerRuntimeException} if the daemon
   * can't be reached.
   */
  public static Future<Integer> removeAll(Vertx vertx, DockerConfig docker, String instance) {
    DockerDaemon daemon = DockerDaemon.at(docker.host());
    DockerCalls calls = new DockerCalls(vertx, docker.host(), 1);
    ContainerList containers = new ContainerList(daemon.calls(), new Labels(instance));
    return calls
        .quick("listing the containers of " + instance, containers::all)
        .compose(
            found ->
                Future.join(
                        found.stream().map(container -> remove(calls, daemon, container)).toList())
                    .map(removed -> found.size()))
        .eventually(
            () ->
                calls
                    .close()
                    .compose(
                        closed ->
                            vertx.executeBlocking(
                                () -> {
                                  daemon.close();
                                  return null;
                                })));
  }

  private static Future<Void> remove(DockerCalls calls, DockerDaemon daemon, Container container) {
    return calls.quick(
        "removing container " + container.getId(),
        () -> {
          ContainerRemove.force(daemon.calls(), container.getId());
          return null;
        });
  }
}
