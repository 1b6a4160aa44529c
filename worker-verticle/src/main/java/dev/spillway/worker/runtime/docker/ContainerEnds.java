package dev.spillway.worker.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.spillway.worker.runtime.EndedOutputs;
import dev.spillway.worker.runtime.ServerExit;
import io.vertx.core.Future;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deals with containers that ended without being asked to: keeps their last lines, removes them,
 * and tells of it once.
 */
final class ContainerEnds {
  private static final Logger LOG = LoggerFactory.getLogger(ContainerEnds.class);

  private final DockerClient docker;
  private final DockerCalls calls;
  private final SettledEnds settled;
  private final EndedOutputs outputs;
  private final Consumer<ServerExit> told;

  ContainerEnds(
      DockerDaemon daemon,
      DockerCalls calls,
      SettledEnds settled,
      EndedOutputs outputs,
      Consumer<ServerExit> told) {
    this.docker = daemon.calls();
    this.calls = calls;
    this.settled = settled;
    this.outputs = outputs;
    this.told = told;
  }

  /** Completes when that is done. Doesn't fail: the next listing comes upon what is left. */
  Future<Void> dealWith(ContainerEnd end) {
    if (!settled.settle(end.id())) {
      return Future.succeededFuture();
    }
    String server = Labels.server(end.labels());
    return calls
        .quick("removing ended server " + server, () -> remove(end, server))
        .onSuccess(told::accept)
        .onFailure(
            e -> {
              settled.reopen(end.id());
              if (!calls.closed()) {
                LOG.warn("ended server not removed server={} reason={}", server, e.getMessage());
              }
            })
        .otherwiseEmpty()
        .mapEmpty();
  }

  private ServerExit remove(ContainerEnd end, String server) throws InterruptedException {
    String reason = reason(end);
    outputs.keep(server, ContainerLog.lastLines(docker, end.id()));
    ContainerRemove.force(docker, end.id());
    return new ServerExit(Labels.pool(end.labels()), server, reason);
  }

  private String reason(ContainerEnd end) {
    try {
      ContainerState state = docker.inspectContainerCmd(end.id()).exec().getState();
      String code = "exit code " + state.getExitCodeLong();
      return Boolean.TRUE.equals(state.getOOMKilled()) ? code + ", out of memory" : code;
    } catch (NotFoundException e) {
      return end.exitCode().map(code -> "exit code " + code + ", removed").orElse("removed");
    }
  }
}
