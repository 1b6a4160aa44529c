package dev.spillway.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.test.FaultyLink;
import dev.spillway.test.RealRedis;
import dev.spillway.test.RequiresDocker;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@RequiresDocker
@ExtendWith(RealRedis.class)
class WorkerWithoutDockerIT {
  private static final Path SOCKET = Path.of("/var/run/docker.sock");

  @TempDir private Path directory;

  /** As when the daemon is restarted: nobody may be there to start the worker again. */
  @Test
  void aWorkerThatIsStartedWhileDockerIsAwayWaitsForIt(RealRedis.Server redis) throws Exception {
    try (FaultyLink docker =
        new FaultyLink(UnixDomainSocketAddress.of(SOCKET), new FaultyLink.Traffic() {})) {
      docker.cut();
      try (SpillwayProcess worker =
          SpillwayProcess.start(
              directory,
              Map.of("REDIS_URL", redis.url(), "DOCKER_HOST", "tcp://127.0.0.1:" + docker.port()),
              "worker",
              "--set",
              "runtime=docker",
              "--set",
              "instance=without-docker",
              "--set",
              "pools.web.min-replicas=0")) {
        worker.awaitLine("waiting for Docker");
        docker.heal();
        worker.awaitLine("scales web of instance without-docker, runtime docker");

        worker.signal("TERM");
        assertThat(worker.awaitExit()).isZero();
      }
    }
  }
}
