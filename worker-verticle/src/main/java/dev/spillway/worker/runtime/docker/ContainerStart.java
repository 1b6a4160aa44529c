package dev.spillway.worker.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import dev.spillway.config.PoolConfig;
import dev.spillway.worker.runtime.EndedOutputs;
import dev.spillway.worker.runtime.RunningServer;
import dev.spillway.worker.runtime.ServerRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes and starts a server's container. Never restarted by Docker: replacing is the worker's
 * decision. Without an init process in front, as {@code docker run} does it: one would have to be
 * installed with the daemon, and a server that handles SIGTERM needs none.
 */
final class ContainerStart {
  private final DockerClient docker;
  private final Labels labels;
  private final ContainerAddress address;
  private final SettledEnds ends;
  private final EndedOutputs outputs;

  ContainerStart(
      DockerClient docker,
      Labels labels,
      ContainerAddress address,
      SettledEnds ends,
      EndedOutputs outputs) {
    this.docker = docker;
    this.labels = labels;
    this.address = address;
    this.ends = ends;
    this.outputs = outputs;
  }

  /** Blocks until the container runs; on failure nothing of it is left. */
  RunningServer start(PoolConfig pool, String server) throws InterruptedException {
    long askedAt = System.nanoTime();
    String id = create(pool, server);
    Duration creation = Duration.ofNanos(System.nanoTime() - askedAt);
    ends.settle(id); // Until it runs, its end is told by our failure.
    try {
      docker.startContainerCmd(id).exec();
      ends.reopen(id);
      InspectContainerResponse container = docker.inspectContainerCmd(id).exec();
      if (!Boolean.TRUE.equals(container.getState().getRunning())) {
        throw new ServerRuntimeException("exit code " + container.getState().getExitCodeLong());
      }
      return new RunningServer(pool.name(), server, address.url(container, pool.port()), creation);
    } catch (DockerException e) {
      throw failed(pool, server, id, DockerFailure.said(e), e);
    } catch (RuntimeException e) {
      throw failed(pool, server, id, e.getMessage(), e);
    }
  }

  private void remove(String id) {
    try {
      ContainerRemove.force(docker, id);
    } catch (RuntimeException e) {
      ends.reopen(id); // The next listing comes upon it.
    }
  }

  private String create(PoolConfig pool, String server) {
    try {
      return command(pool, server).exec().getId();
    } catch (ConflictException e) {
      throw new ServerRuntimeException(
          "server %s of pool %s could not be started: a container of this name exists that instance %s did not make; remove it (docker rm %s)"
              .formatted(server, pool.name(), labels.instance(), server),
          e);
    }
  }

  private CreateContainerCmd command(PoolConfig pool, String server) {
    HostConfig host =
        address
            .request(HostConfig.newHostConfig(), pool.port())
            .withRestartPolicy(RestartPolicy.noRestart());
    pool.memory().ifPresent(host::withMemory);
    pool.cpus().ifPresent(cpus -> host.withNanoCPUs(Math.round(cpus * 1e9)));
    CreateContainerCmd create =
        docker
            .createContainerCmd(pool.image().orElseThrow())
            .withName(server)
            .withHostName(server)
            .withLabels(labels.of(pool.name(), server, pool.port()))
            .withEnv(environment(pool))
            .withExposedPorts(ExposedPort.tcp(pool.port()))
            .withHostConfig(host);
    return pool.command().isEmpty() ? create : create.withCmd(pool.command());
  }

  /** PORT is told as to a process, so that one image runs under any port. */
  private static List<String> environment(PoolConfig pool) {
    List<String> environment = new ArrayList<>();
    if (!pool.env().containsKey("PORT")) {
      environment.add("PORT=" + pool.port());
    }
    pool.env().forEach((name, value) -> environment.add(name + "=" + value));
    return environment;
  }

  /**
   * Who was told of the end by Docker's events may have removed it, and then kept its lines before.
   */
  private String lastLines(String server, String id) throws InterruptedException {
    String read = ContainerLog.lastLines(docker, id);
    return read.isEmpty() ? outputs.of(server).orElse("") : read;
  }

  private ServerRuntimeException failed(
      PoolConfig pool, String server, String id, String reason, RuntimeException cause)
      throws InterruptedException {
    ends.settle(id);
    String output = lastLines(server, id);
    remove(id);
    return new ServerRuntimeException(
        "server %s of pool %s could not be started from image %s: %s%s%s"
            .formatted(
                server,
                pool.name(),
                pool.image().orElseThrow(),
                reason,
                output.isEmpty() ? "; it wrote nothing" : "; it wrote last:\n",
                output),
        cause);
  }
}
