package dev.spillway.worker.runtime.docker;

import static dev.spillway.test.Awaiting.await;
import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.spillway.config.DockerConfig;
import dev.spillway.config.PoolConfig;
import dev.spillway.test.RequiresDocker;
import dev.spillway.worker.runtime.Pools;
import dev.spillway.worker.runtime.RunningServer;
import dev.spillway.worker.runtime.ServerExit;
import dev.spillway.worker.runtime.ServerRuntime;
import dev.spillway.worker.runtime.ServerRuntimeContract;
import dev.spillway.worker.runtime.ServerRuntimeException;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresDocker
final class DockerRuntimeTest extends ServerRuntimeContract {
  private static final String HOST = "unix:///var/run/docker.sock";
  private static final List<String> SERVER = List.of("/server.sh");

  private static DockerDaemon daemon;
  private static TestImage image;

  @TempDir Path directory;

  @BeforeAll
  static void makeImage() throws IOException {
    daemon = DockerDaemon.at(HOST);
    image = TestImage.make(daemon.calls());
  }

  @AfterAll
  static void removeImage() throws IOException {
    image.close();
    daemon.close();
  }

  @Override
  protected Future<? extends ServerRuntime> runtimeOf(String instance) {
    return DockerRuntime.connect(vertx, config(HOST, Optional.empty()), instance);
  }

  private static DockerConfig config(String host, Optional<String> network) {
    return new DockerConfig(host, network, 4);
  }

  @Override
  protected PoolConfig answering(String pool) {
    return Pools.ofImage(pool, image.name(), SERVER, Map.of("GREETING", "good day"));
  }

  @Override
  protected PoolConfig stubborn(String pool) {
    return Pools.ofImage(pool, image.name(), SERVER, Map.of("STUBBORN", "yes"));
  }

  @Override
  protected PoolConfig failing(String pool) {
    return Pools.ofImage(pool, image.name(), List.of("sh", "-c", "echo boom; exit 3"), Map.of());
  }

  @Override
  protected PoolConfig impossible(String pool) {
    return Pools.ofImage(pool, image.name(), List.of("no-such-command"), Map.of());
  }

  private ServerRuntime open(String host, Optional<String> network) {
    return opened(await(DockerRuntime.connect(vertx, config(host, network), instance)));
  }

  private static InspectContainerResponse inspect(String server) {
    return daemon.calls().inspectContainerCmd(server).exec();
  }

  @Test
  void containerCarriesItsLimitsItsNameAndOurLabels() {
    PoolConfig pool = Pools.limited(answering("web"), 64L * 1024 * 1024, 0.5);

    await(open().start(pool, server("1")));

    InspectContainerResponse container = inspect(server("1"));
    assertThat(container.getHostConfig().getMemory()).isEqualTo(64L * 1024 * 1024);
    assertThat(container.getHostConfig().getNanoCPUs()).isEqualTo(500_000_000L);
    assertThat(container.getHostConfig().getRestartPolicy().getName()).isIn("no", "");
    assertThat(container.getConfig().getHostName()).isEqualTo(server("1"));
    assertThat(container.getConfig().getLabels())
        .containsEntry("spillway.instance", instance)
        .containsEntry("spillway.pool", "web")
        .containsEntry("spillway.server", server("1"));
  }

  @Test
  void withoutANetworkThePortIsPublishedOnLoopbackOnly() {
    RunningServer server = await(open().start(answering("web"), server("1")));

    assertThat(server.url()).startsWith("http://127.0.0.1:");
    assertThat(inspect(server("1")).getNetworkSettings().getPorts().getBindings().values())
        .singleElement()
        .satisfies(
            bindings ->
                assertThat(bindings)
                    .allSatisfy(binding -> assertThat(binding.getHostIp()).isEqualTo("127.0.0.1")));
  }

  @Test
  void inANetworkTheContainerIsAddressedThere() {
    String network = "spillway-test-" + UUID.randomUUID();
    String id = daemon.calls().createNetworkCmd().withName(network).exec().getId();
    try {
      ServerRuntime runtime = open(HOST, Optional.of(network));

      RunningServer server = await(runtime.start(answering("web"), server("1")));

      String address =
          inspect(server("1")).getNetworkSettings().getNetworks().get(network).getIpAddress();
      assertThat(server.url()).isEqualTo("http://" + address + ":5000");
      assertThat(whenUp(server, "/")).isEqualTo(server("1"));
      assertThat(await(runtime.list())).containsExactly(listed(server));
      await(runtime.stop(server("1"), Duration.ZERO));
    } finally {
      daemon.calls().removeNetworkCmd(id).exec();
    }
  }

  @Test
  void missingNetworkIsNamedAndNothingIsLeft() {
    ServerRuntime runtime = open(HOST, Optional.of("spillway-test-no-such-network"));

    assertThatThrownBy(() -> await(runtime.start(answering("web"), server("1"))))
        .isInstanceOf(ServerRuntimeException.class)
        .hasMessageContaining("spillway-test-no-such-network");
    assertThatThrownBy(() -> inspect(server("1"))).isInstanceOf(NotFoundException.class);
  }

  /** Whether no registry is there or it doesn't know the image. */
  @Test
  void imageThatCannotBePulledIsNamedWithWhatToDo() {
    String missing = "localhost:1/spillway-test/no-such-image:7";
    PoolConfig pool = Pools.ofImage("web", missing, List.of(), Map.of());

    assertThatThrownBy(() -> await(open().start(pool, server("1"))))
        .isInstanceOf(ServerRuntimeException.class)
        .hasMessageContaining(missing)
        .hasMessageContaining("docker build -t " + missing)
        .hasMessageContaining("pools.web.image");
  }

  @Test
  void poolWithoutAnImageIsToldHowToGetOne() {
    PoolConfig pool = Pools.ofCommand("web", List.of("sh"), Map.of());

    assertThatThrownBy(() -> await(open().prepare(pool)))
        .isInstanceOf(ServerRuntimeException.class)
        .hasMessageContaining("pools.web.image");
  }

  @Test
  void foreignContainerOfTheSameNameIsLeftAlone() {
    String foreign =
        daemon
            .calls()
            .createContainerCmd(image.name())
            .withName(server("1"))
            .withCmd("sh")
            .exec()
            .getId();
    try {
      ServerRuntime runtime = open();

      assertThatThrownBy(() -> await(runtime.start(answering("web"), server("1"))))
          .isInstanceOf(ServerRuntimeException.class)
          .hasMessageContaining("docker rm " + server("1"));
      await(runtime.stop(server("1"), Duration.ZERO));

      assertThat(inspect(server("1")).getId()).isEqualTo(foreign);
    } finally {
      daemon.calls().removeContainerCmd(foreign).exec();
    }
  }

  @Test
  void containerThatWasKilledIsToldAndRemoved() {
    ServerRuntime runtime = open();
    Queue<ServerExit> exits = exitsOf(runtime);
    await(runtime.start(answering("web"), server("1")));

    daemon.calls().killContainerCmd(server("1")).exec();

    until("the exit is told", () -> !exits.isEmpty());
    assertThat(exits).containsExactly(new ServerExit("web", server("1"), "exit code 137"));
    assertThatThrownBy(() -> inspect(server("1"))).isInstanceOf(NotFoundException.class);
  }

  @Test
  void containerThatWasRemovedByHandIsTold() {
    ServerRuntime runtime = open();
    Queue<ServerExit> exits = exitsOf(runtime);
    await(runtime.start(answering("web"), server("1")));

    daemon.calls().removeContainerCmd(server("1")).withForce(true).exec();

    until("the exit is told", () -> !exits.isEmpty());
    assertThat(exits).extracting(ServerExit::server).containsExactly(server("1"));
  }

  @Test
  void exitMissedWhileTheEventsWereCutIsToldOnceAfterwards() throws IOException {
    try (DockerProxy proxy = DockerProxy.at(directory.resolve("s"))) {
      ServerRuntime runtime = open(proxy.host(), Optional.empty());
      Queue<ServerExit> exits = exitsOf(runtime);
      await(runtime.start(answering("web"), server("1")));
      await(runtime.start(answering("web"), server("2")));

      proxy.stop();
      daemon.calls().killContainerCmd(server("1")).exec();
      proxy.start();

      until("the exit is told", () -> !exits.isEmpty());
      daemon.calls().killContainerCmd(server("2")).exec();
      until("the next exit is told", () -> exits.size() > 1);
      assertThat(exits).extracting(ServerExit::server).containsExactly(server("1"), server("2"));
      await(runtime.close());
    }
  }

  @Test
  void whatAStartLeftWhoseAnswerWasLostIsRemovedByTheNextListing() throws IOException {
    try (DockerProxy proxy = DockerProxy.at(directory.resolve("s"))) {
      ServerRuntime runtime = open(proxy.host(), Optional.empty());
      proxy.loseAnswerTo("/containers/create");

      assertThatThrownBy(() -> await(runtime.start(answering("web"), server("1"))))
          .isInstanceOf(ServerRuntimeException.class);
      until("the daemon has made it", () -> inspect(server("1")).getState() != null);

      assertThat(await(runtime.list())).isEmpty();
      assertThatThrownBy(() -> inspect(server("1"))).isInstanceOf(NotFoundException.class);
      await(runtime.close());
    }
  }

  @Test
  void removalThatIsRefusedIsTriedAgainAndFailsNoListing() throws IOException {
    try (DockerProxy proxy = DockerProxy.at(directory.resolve("s"))) {
      ServerRuntime runtime = open(proxy.host(), Optional.empty());
      await(runtime.start(answering("web"), server("1")));
      proxy.loseAnswerTo("/containers/create");
      assertThatThrownBy(() -> await(runtime.start(answering("web"), server("2"))))
          .isInstanceOf(ServerRuntimeException.class);
      until("the daemon has made it", () -> inspect(server("2")).getState() != null);

      proxy.refuse("DELETE /");
      assertThat(await(runtime.list()))
          .extracting(RunningServer::name)
          .containsExactly(server("1"));
      assertThat(inspect(server("2")).getState().getStatus()).isEqualTo("created");
      proxy.refuse(null);
      await(runtime.list());

      assertThatThrownBy(() -> inspect(server("2"))).isInstanceOf(NotFoundException.class);
      await(runtime.close());
    }
  }

  @Test
  void daemonThatIsGoneFailsThePingAndAnswersItAgainWhenItIsBack() throws IOException {
    try (DockerProxy proxy = DockerProxy.at(directory.resolve("s"))) {
      ServerRuntime runtime = open(proxy.host(), Optional.empty());
      await(runtime.ping());

      proxy.stop();
      assertThatThrownBy(() -> await(runtime.ping())).isInstanceOf(ServerRuntimeException.class);
      proxy.start();

      await(runtime.ping());
      await(runtime.close());
    }
  }

  @Test
  void daemonThatHangsFailsThePingInTime() throws IOException {
    try (DockerProxy proxy = DockerProxy.at(directory.resolve("s"))) {
      ServerRuntime runtime = open(proxy.host(), Optional.empty());

      proxy.hang();
      proxy.cut();

      assertThatThrownBy(() -> await(runtime.ping()))
          .isInstanceOf(ServerRuntimeException.class)
          .hasMessageContaining("did not answer within 5 s");
      await(runtime.close());
    }
  }

  @Test
  void missingSocketIsNamedWithWhatToDo() {
    String nowhere = "unix://" + directory.resolve("no.sock");

    assertThatThrownBy(
            () -> await(DockerRuntime.connect(vertx, config(nowhere, Optional.empty()), instance)))
        .isInstanceOf(ServerRuntimeException.class)
        .hasMessageContaining(nowhere)
        .hasMessageContaining("does not exist")
        .hasMessageContaining("runtime: process");
  }

  @Test
  void socketThatNobodyListensOnIsNamedWithWhatToDo() throws IOException {
    try (DockerProxy left = DockerProxy.at(directory.resolve("s"))) {
      left.abandon();

      assertThatThrownBy(
              () ->
                  await(
                      DockerRuntime.connect(
                          vertx, config(left.host(), Optional.empty()), instance)))
          .isInstanceOf(ServerRuntimeException.class)
          .hasMessageContaining("nobody listens there");
    }
  }

  @Test
  void daemonIsReachedByTcp() throws IOException {
    try (DockerProxy tcp = DockerProxy.onTcp()) {
      ServerRuntime runtime = open(tcp.host(), Optional.empty());

      RunningServer server = await(runtime.start(answering("web"), server("1")));

      assertThat(whenUp(server, "/")).isEqualTo(server("1"));
      await(runtime.stop(server("1"), LONG));
      await(runtime.close());
    }
  }
}
