package dev.spillway.worker.runtime;

import static dev.spillway.test.Awaiting.await;
import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.spillway.config.PoolConfig;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ServerRuntime} promises, on real servers. */
public abstract class ServerRuntimeContract {
  /** A grace that no test waits for. */
  protected static final Duration LONG = Duration.ofSeconds(50);

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<ServerRuntime> opened = new ArrayList<>();
  protected Vertx vertx;
  protected String instance;

  /** A new runtime of the instance; what it starts outlives it. */
  protected abstract Future<? extends ServerRuntime> runtimeOf(String instance);

  /**
   * Servers that print {@code listening}, then answer {@code /} with their HOSTNAME, {@code
   * /greeting} with the variable GREETING, {@code /die} by ending with code 7 after they printed
   * {@code dying}, and {@code /until-term} only when they get SIGTERM, upon which they end.
   */
  protected abstract PoolConfig answering(String pool);

  /** The same servers, but they ignore SIGTERM. */
  protected abstract PoolConfig stubborn(String pool);

  /** Servers that print {@code boom} and end with code 3. */
  protected abstract PoolConfig failing(String pool);

  /** Servers whose command {@code no-such-command} doesn't exist. */
  protected abstract PoolConfig impossible(String pool);

  @BeforeEach
  void name() {
    vertx = Vertx.vertx();
    instance = "test-" + UUID.randomUUID();
  }

  @AfterEach
  void nothingStaysBehind() {
    removeAll(instance);
    opened.forEach(runtime -> await(runtime.close()));
    await(vertx.close());
  }

  protected ServerRuntime open() {
    return opened(await(runtimeOf(instance)));
  }

  /** Sees to it that the runtime is closed after the test. */
  protected <T extends ServerRuntime> T opened(T runtime) {
    opened.add(runtime);
    return runtime;
  }

  /** A server's name that no other test on this machine has. */
  protected String server(String name) {
    return "web-" + name + "-" + instance.substring(instance.length() - 12);
  }

  private void removeAll(String ofInstance) {
    ServerRuntime last = await(runtimeOf(ofInstance));
    for (RunningServer server : await(last.list())) {
      await(last.stop(server.name(), Duration.ZERO));
    }
    await(last.close());
  }

  @Test
  void startedServerAnswersAtItsAddress() {
    RunningServer server = await(open().start(answering("web"), server("1")));

    assertThat(server.pool()).isEqualTo("web");
    assertThat(server.name()).isEqualTo(server("1"));
    assertThat(whenUp(server, "/")).isEqualTo(server("1"));
    assertThat(get(server, "/greeting")).isEqualTo("good day");
  }

  @Test
  void futuresCompleteOnAVertxContext() {
    ServerRuntime runtime = open();
    CompletableFuture<Context> onStart = new CompletableFuture<>();
    CompletableFuture<Context> onStop = new CompletableFuture<>();

    runtime
        .start(answering("web"), server("1"))
        .onComplete(started -> onStart.complete(Vertx.currentContext()))
        .compose(started -> runtime.stop(server("1"), LONG))
        .onComplete(stopped -> onStop.complete(Vertx.currentContext()));

    assertThat(onStart.join()).isNotNull();
    assertThat(onStop.join()).isNotNull();
  }

  @Test
  void parallelStartsGetAddressesOfTheirOwn() {
    ServerRuntime runtime = open();
    List<Future<RunningServer>> starts =
        IntStream.range(0, 6)
            .mapToObj(n -> runtime.start(answering("web"), server("" + n)))
            .toList();
    Set<String> urls = new HashSet<>();

    for (Future<RunningServer> start : starts) {
      RunningServer server = await(start);
      assertThat(whenUp(server, "/")).isEqualTo(server.name());
      urls.add(server.url());
    }

    assertThat(urls).hasSize(starts.size());
    assertThat(await(runtime.list()))
        .containsExactlyInAnyOrderElementsOf(
            starts.stream().map(Future::result).map(ServerRuntimeContract::listed).toList());
  }

  @Test
  void stoppedServerIsAskedFirstAndMayFinish() {
    ServerRuntime runtime = open();
    RunningServer server = await(runtime.start(answering("web"), server("1")));
    whenUp(server, "/");
    CompletableFuture<HttpResponse<String>> inFlight =
        http.sendAsync(request(server, "/until-term"), HttpResponse.BodyHandlers.ofString());
    until("the request is in flight", () -> get(server, "/waiting").equals("1"));

    await(runtime.stop(server("1"), LONG));

    assertThat(inFlight.join().body()).isEqualTo("terminated");
    assertGone(runtime, server);
  }

  @Test
  void stubbornServerIsKilledAfterTheGracePeriod() {
    ServerRuntime runtime = open();
    RunningServer server = await(runtime.start(stubborn("web"), server("1")));
    whenUp(server, "/");

    await(runtime.stop(server("1"), Duration.ofMillis(300)));

    assertGone(runtime, server);
  }

  @Test
  void stopOfAServerThatIsNotThereCompletes() {
    ServerRuntime runtime = open();
    await(runtime.start(answering("web"), server("1")));

    await(runtime.stop(server("2"), LONG));
    await(
        Future.all(
            runtime.stop(server("1"), Duration.ZERO), runtime.stop(server("1"), Duration.ZERO)));
    await(runtime.stop(server("1"), LONG));

    assertThat(await(runtime.list())).isEmpty();
  }

  @Test
  void nextRuntimeTakesOverAndStops() {
    ServerRuntime first = open();
    RunningServer server = await(first.start(answering("web"), server("1")));
    await(first.close());
    assertThat(whenUp(server, "/")).isEqualTo(server("1"));

    ServerRuntime next = open();

    assertThat(await(next.list())).containsExactly(listed(server));
    await(next.stop(server("1"), LONG));
    assertGone(next, server);
  }

  @Test
  void exitIsToldWithItsReasonAndLastOutput() {
    ServerRuntime runtime = open();
    Queue<ServerExit> exits = exitsOf(runtime);
    RunningServer server = await(runtime.start(answering("web"), server("1")));
    whenUp(server, "/");

    die(server);

    until("the exit is told", () -> !exits.isEmpty());
    assertThat(exits).containsExactly(new ServerExit("web", server("1"), "exit code 7"));
    assertThat(await(runtime.lastOutput(server("1")))).contains("listening").contains("dying");
    assertGone(runtime, server);
  }

  @Test
  void exitOfAServerTakenOverIsTold() {
    ServerRuntime first = open();
    RunningServer server = await(first.start(answering("web"), server("1")));
    await(first.close());
    ServerRuntime next = open();
    Queue<ServerExit> exits = exitsOf(next);
    whenUp(server, "/");

    die(server);

    until("the exit is told", () -> !exits.isEmpty());
    assertThat(exits)
        .extracting(ServerExit::pool, ServerExit::server)
        .containsExactly(tuple("web", server("1")));
    assertThat(await(next.lastOutput(server("1")))).contains("dying");
    assertGone(next, server);
  }

  @Test
  void stopThatWasAskedForIsNotToldAsAnExit() {
    ServerRuntime runtime = open();
    Queue<ServerExit> exits = exitsOf(runtime);
    await(runtime.start(answering("web"), server("1")));
    RunningServer second = await(runtime.start(answering("web"), server("2")));
    whenUp(second, "/");

    await(runtime.stop(server("1"), Duration.ZERO));
    die(second);

    until("the exit is told", () -> !exits.isEmpty());
    assertThat(exits).extracting(ServerExit::server).containsExactly(server("2"));
  }

  @Test
  void serversOfAnotherInstanceAreLeftAlone() {
    String others = "other-" + UUID.randomUUID();
    ServerRuntime other = opened(await(runtimeOf(others)));
    RunningServer theirs = await(other.start(answering("web"), server("theirs")));
    whenUp(theirs, "/");
    ServerRuntime ours = open();

    assertThat(await(ours.list())).isEmpty();
    await(ours.stop(server("theirs"), Duration.ZERO));

    assertThat(get(theirs, "/")).isEqualTo(server("theirs"));
    assertThat(await(other.list())).containsExactly(listed(theirs));
    removeAll(others);
  }

  @Test
  void commandThatDoesNotExistFailsAndLeavesNothing() {
    ServerRuntime runtime = open();

    assertThatThrownBy(() -> await(runtime.start(impossible("web"), server("1"))))
        .isInstanceOf(ServerRuntimeException.class)
        .hasMessageContaining("no-such-command")
        .hasMessageContaining("web");
    assertThat(await(runtime.list())).isEmpty();
  }

  /** Ended at once, or a moment later: its last output is told in either case. */
  @Test
  void serverThatFailsTellsItsLastOutput() {
    ServerRuntime runtime = open();
    Queue<ServerExit> exits = exitsOf(runtime);

    String told =
        await(
            runtime
                .start(failing("web"), server("1"))
                .map("started")
                .otherwise(Throwable::getMessage));
    if (told.equals("started")) {
      until("the exit is told", () -> !exits.isEmpty());
      told = exits.element().reason() + " " + await(runtime.lastOutput(server("1")));
    }

    assertThat(told).contains("exit code 3").contains("boom");
    assertThat(await(runtime.list())).isEmpty();
  }

  @Test
  void secondStartOfANameReplacesTheFirst() {
    ServerRuntime runtime = open();
    Queue<ServerExit> exits = exitsOf(runtime);
    RunningServer first = await(runtime.start(answering("web"), server("1")));
    whenUp(first, "/");

    RunningServer second = await(runtime.start(answering("web"), server("1")));

    assertThat(whenUp(second, "/")).isEqualTo(server("1"));
    assertThat(await(runtime.list())).containsExactly(listed(second));
    assertThat(exits).isEmpty();
  }

  @Test
  void lastOutputOfARunningServerIsItsLogsEnd() {
    ServerRuntime runtime = open();
    RunningServer server = await(runtime.start(answering("web"), server("1")));
    whenUp(server, "/");

    assertThat(await(runtime.lastOutput(server("1")))).contains("listening");
    assertThat(await(runtime.lastOutput("never-there"))).isEmpty();
  }

  @Test
  void nameThatIsNoNameIsRefused() {
    ServerRuntime runtime = open();

    assertThatThrownBy(() -> await(runtime.start(answering("web"), "../web")))
        .isInstanceOf(ServerRuntimeException.class)
        .hasMessageContaining("'../web'");
  }

  @Test
  void reachableRuntimeAnswersAPing() {
    await(open().ping());
  }

  protected static Queue<ServerExit> exitsOf(ServerRuntime runtime) {
    Queue<ServerExit> exits = new ConcurrentLinkedQueue<>();
    runtime.onExit(exits::add);
    return exits;
  }

  private void assertGone(ServerRuntime runtime, RunningServer server) {
    assertThat(await(runtime.list())).isEmpty();
    assertThatThrownBy(() -> get(server, "/")).hasRootCauseInstanceOf(IOException.class);
  }

  /** The answer as soon as there is one. */
  protected String whenUp(RunningServer server, String path) {
    List<String> answers = new CopyOnWriteArrayList<>();
    until(
        server.url() + " answers",
        () -> {
          try {
            return answers.add(get(server, path));
          } catch (UncheckedIOException e) {
            return false;
          }
        });
    return answers.get(0);
  }

  /** The answer; throws an {@link UncheckedIOException} if there is none. */
  protected String get(RunningServer server, String path) {
    try {
      HttpResponse<String> response =
          http.send(request(server, path), HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
      return response.body().strip();
    } catch (ConnectException e) {
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Makes the server end; whether it still answers doesn't matter. */
  protected void die(RunningServer server) {
    http.sendAsync(request(server, "/die"), HttpResponse.BodyHandlers.discarding());
  }

  private static HttpRequest request(RunningServer server, String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path)).timeout(LONG).build();
  }

  /** A server as a list has it: how long making it took is not known any more. */
  protected static RunningServer listed(RunningServer server) {
    return new RunningServer(server.pool(), server.name(), server.url());
  }
}
