package dev.spillway.worker.runtime.process;

import static dev.spillway.test.Awaiting.await;
import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.config.PoolConfig;
import dev.spillway.worker.runtime.Pools;
import dev.spillway.worker.runtime.RunningServer;
import dev.spillway.worker.runtime.ServerExit;
import dev.spillway.worker.runtime.ServerRuntime;
import dev.spillway.worker.runtime.ServerRuntimeContract;
import dev.spillway.worker.runtime.ServerRuntimeException;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class ProcessRuntimeTest extends ServerRuntimeContract {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  @TempDir Path directory;

  @Override
  protected Future<? extends ServerRuntime> runtimeOf(String instance) {
    return ProcessRuntime.open(vertx, directory, instance);
  }

  @Override
  protected PoolConfig answering(String pool) {
    return Pools.ofCommand(pool, exampleServer(), Map.of("GREETING", "good day"));
  }

  @Override
  protected PoolConfig stubborn(String pool) {
    return shell(pool, "trap '' TERM; exec \"$@\"", exampleServer());
  }

  @Override
  protected PoolConfig failing(String pool) {
    return shell(pool, "echo boom; exit 3", List.of());
  }

  @Override
  protected PoolConfig impossible(String pool) {
    return Pools.ofCommand(pool, List.of("no-such-command", "--flag"), Map.of());
  }

  private static PoolConfig shell(String pool, String script, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    command.addAll(arguments);
    return Pools.ofCommand(pool, command, Map.of());
  }

  private static List<String> exampleServer() {
    return List.of(
        JAVA,
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-cp",
        Path.of("target", "test-classes").toAbsolutePath().toString(),
        ExampleServer.class.getName());
  }

  private Path files() {
    return directory.resolve("servers").resolve(instance);
  }

  @Test
  void nothingIsLeftInTheDirectoryOfAStoppedServer() throws IOException {
    ServerRuntime runtime = open();
    await(runtime.start(answering("web"), server("1")));

    await(runtime.stop(server("1"), Duration.ZERO));

    try (Stream<Path> left = Files.list(files())) {
      assertThat(left).isEmpty();
    }
  }

  /**
   * What Ctrl-C in a terminal signals is our process group; what a closed one does, our session.
   */
  @Test
  @EnabledOnOs(OS.LINUX)
  void serverLeadsASessionOfItsOwn() throws IOException {
    ServerRuntime runtime = open();
    RunningServer server = await(runtime.start(answering("web"), server("1")));
    String pid = whenUp(server, "/pid");

    String stat = Files.readString(Path.of("/proc", pid, "stat"));
    String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);

    assertThat(afterName[2]).as("process group").isEqualTo(pid);
    assertThat(afterName[3]).as("session").isEqualTo(pid);
    assertThat(Files.readSymbolicLink(Path.of("/proc", pid, "fd", "0")))
        .isEqualTo(Path.of("/dev/null"));
    assertThat(Files.readSymbolicLink(Path.of("/proc", pid, "fd", "1")))
        .isEqualTo(files().resolve(server("1") + ".log"));
  }

  @Test
  void serverOutlivesTheJvmThatStartedItAndIsTakenOver() throws Exception {
    List<String> worker =
        new ArrayList<>(
            List.of(
                JAVA, "-cp", System.getProperty("java.class.path"), StartAndDie.class.getName()));
    worker.addAll(List.of(directory.toString(), instance, server("1")));
    worker.addAll(exampleServer());
    int code =
        new ProcessBuilder(worker)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("worker.log").toFile())
            .start()
            .waitFor();
    assertThat(code).as(Files.readString(directory.resolve("worker.log"))).isEqualTo(9);

    ServerRuntime runtime = open();
    Queue<ServerExit> exits = exitsOf(runtime);

    RunningServer server = await(runtime.list()).get(0);
    assertThat(whenUp(server, "/")).isEqualTo(server("1"));
    die(server);
    until("the exit is told", () -> !exits.isEmpty());
    assertThat(await(runtime.lastOutput(server("1")))).contains("dying");
    assertThat(await(runtime.list())).isEmpty();
  }

  /** A record whose pid is another process's by now: that one is none of our business. */
  @Test
  void recordOfAReusedPidIsForgottenAndItsProcessLeftAlone() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "600").start();
    try {
      ServerFiles files = ServerFiles.in(files());
      files.write(
          new ProcessRecord(
              "web", server("1"), "http://127.0.0.1:1", new ProcessId(stranger.pid(), "earlier")));

      ServerRuntime runtime = open();
      assertThat(await(runtime.list())).isEmpty();
      await(runtime.stop(server("1"), Duration.ZERO));

      assertThat(stranger.isAlive()).isTrue();
      assertThat(files.readAll()).isEmpty();
    } finally {
      stranger.destroyForcibly().waitFor();
    }
  }

  @Test
  void childrenOfAServerEndWithIt() {
    ServerRuntime runtime = open();
    PoolConfig withChild = shell("web", "\"$@\"; echo never", exampleServer());
    RunningServer server = await(runtime.start(withChild, server("1")));
    ProcessHandle child = ProcessHandle.of(Long.parseLong(whenUp(server, "/pid"))).orElseThrow();

    await(runtime.stop(server("1"), Duration.ofMillis(1)));

    until("the child has ended", () -> !child.isAlive());
  }

  /** A JVM that dies between a process's making and its record must leave no unknown server. */
  @Test
  void processThatIsNotLetGoEndsWithoutHavingRun() throws Exception {
    Path log = directory.resolve("log");
    DetachedStart.Waiting waiting =
        DetachedStart.begin(List.of("/bin/echo", "has run"), Map.of(), log);

    waiting.process().getOutputStream().close(); // As the system does when we die.

    assertThat(waiting.process().waitFor()).isNotZero();
    assertThat(log).isEmptyFile();
  }

  @Test
  void settingsOfSpillwayAreNotPassedOn() {
    RunningServer server = await(open().start(answering("web"), server("1")));

    assertThat(whenUp(server, "/environment")).contains("PATH").doesNotContain("SPILLWAY_");
  }

  @Test
  void exitOfAProcessThatIsNoChildIsTold() throws Exception {
    // The shell's background process is nobody's child as soon as the shell has ended.
    Process shell = new ProcessBuilder("sh", "-c", "sleep 600 >/dev/null & echo $!").start();
    long pid =
        Long.parseLong(
            new String(shell.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
    shell.waitFor();
    ServerFiles files = ServerFiles.in(files());
    files.write(
        new ProcessRecord(
            "web", server("1"), "http://127.0.0.1:1", ProcessId.of(pid).orElseThrow()));
    ServerRuntime runtime = open();
    Queue<ServerExit> exits = exitsOf(runtime);
    assertThat(await(runtime.list())).hasSize(1);

    ProcessHandle.of(pid).orElseThrow().destroyForcibly();

    until("the exit is told", () -> !exits.isEmpty());
    assertThat(exits).containsExactly(new ServerExit("web", server("1"), "the process ended"));
    assertThat(await(runtime.list())).isEmpty();
  }

  @Test
  void poolWithoutACommandIsToldHowToGetOne() {
    PoolConfig pool = Pools.ofCommand("web", List.of(), Map.of());

    assertThatThrownBy(() -> await(open().prepare(pool)))
        .isInstanceOf(ServerRuntimeException.class)
        .hasMessageContaining("pools.web.command");
  }

  @Test
  void relativeCommandThatIsMissingNamesTheDirectory() {
    PoolConfig pool = Pools.ofCommand("web", List.of("./no-such-command"), Map.of());

    assertThatThrownBy(() -> await(open().prepare(pool)))
        .isInstanceOf(ServerRuntimeException.class)
        .hasMessageContaining(Path.of("no-such-command").toAbsolutePath() + " does not exist");
  }

  @Test
  void directoryThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.createFile(directory.resolve("a-file"));

    assertThatThrownBy(() -> await(ProcessRuntime.open(vertx, file, instance)))
        .isInstanceOf(ServerRuntimeException.class)
        .hasMessageContaining(file.toString());
  }
}
