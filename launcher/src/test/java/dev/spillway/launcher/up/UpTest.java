package dev.spillway.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.spillway.config.ConfigLoader;
import dev.spillway.config.TransportChoice;
import dev.spillway.launcher.lifecycle.StartedParts;
import dev.spillway.launcher.lifecycle.StateHome;
import io.netty.channel.EventLoop;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.deployment.Deployment;
import io.vertx.core.internal.deployment.DeploymentContext;
import io.vertx.core.transport.Transport;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UpTest {
  private static final String CONFIG =
      """
      transport: %s
      gateway: {port: 0, event-loops: 2}
      management: {port: 0}
      pools:
        web:
          servers: [http://127.0.0.1:1]
      """;

  private final StartedParts parts = new StartedParts();

  @TempDir private Path directory;

  @AfterEach
  void stop() {
    assertThat(parts.stopAll()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "NIO"})
  void nothingElseRunsOnTheEventLoopsThatServeRequests(TransportChoice transport) throws Exception {
    assumeAvailable(transport);
    StateHome home = new StateHome(Map.of("XDG_STATE_HOME", directory.toString()), directory);

    Up.Running running =
        new Up(
                ConfigLoader.parse(CONFIG.formatted(transport.word())),
                home,
                Optional.empty(),
                line -> {},
                true)
            .start(parts, new CompletableFuture<>());

    Map<Boolean, Set<EventLoop>> loops = loopsByServing((VertxInternal) running.vertx());
    assertThat(loops.get(true)).hasSize(2);
    assertThat(loops.get(false)).isNotEmpty().doesNotContainAnyElementsOf(loops.get(true));
    // And those that no verticle asked for, such as Redis' connection.
    EventLoop ofThisThread =
        ((ContextInternal) running.vertx().getOrCreateContext()).nettyEventLoop();
    assertThat(loops.get(true)).doesNotContain(ofThisThread);
  }

  private static Map<Boolean, Set<EventLoop>> loopsByServing(VertxInternal vertx) {
    return vertx.deploymentManager().deployments().stream()
        .map(DeploymentContext::deployment)
        .collect(
            Collectors.partitioningBy(
                deployment -> deployment.identifier().contains("LoadBalancer"),
                Collectors.flatMapping(
                    (Deployment deployment) ->
                        deployment.contexts().stream()
                            .map(context -> ((ContextInternal) context).nettyEventLoop()),
                    Collectors.toCollection(HashSet::new))));
  }

  private static void assumeAvailable(TransportChoice choice) {
    Transport transport =
        switch (choice) {
          case IO_URING -> Transport.IO_URING;
          case EPOLL -> Transport.EPOLL;
          default -> Transport.NIO;
        };
    assumeThat(transport).isNotNull().matches(Transport::available, "is available");
  }
}
