package dev.spillway.web;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.test.Awaiting;
import dev.spillway.test.RequiresDocker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The image, built from the Dockerfile and the build's output, and run as the worker runs it. */
@RequiresDocker
class WebImageIT {
  private static final String IMAGE = "spillway-test-web:" + UUID.randomUUID();
  private static final List<String> STARTED = new ArrayList<>();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  @BeforeAll
  static void build() throws Exception {
    String base =
        Files.readAllLines(Path.of("Dockerfile")).stream()
            .filter(line -> line.startsWith("ARG BASE_IMAGE="))
            .map(line -> line.substring("ARG BASE_IMAGE=".length()))
            .findFirst()
            .orElseThrow();
    assertThat(run("docker", "image", "inspect", "--format", "{{.Id}}", base).exitCode())
        .as("the base image %s is missing: docker pull it, or run .ci/base-images", base)
        .isZero();
    succeeded("docker", "build", "--tag", IMAGE, ".");
  }

  @AfterAll
  static void remove() throws Exception {
    for (String container : STARTED) {
      run("docker", "rm", "--force", container);
    }
    run("docker", "rmi", "--force", IMAGE);
  }

  @Test
  void answersWithTheContainersNameAndIsReadOnlyProof() throws Exception {
    String container = started("DELAY=0", "--read-only", "--cap-drop", "ALL");

    HttpResponse<String> answer = get(container, "/");

    assertThat(answer.body())
        .contains("<h1>Hello World from server " + container.substring(0, 12) + "</h1>");
  }

  @Test
  void runsAsPid1AndNotAsRoot() throws Exception {
    String container = started("DELAY=0");
    get(container, "/health");

    String processes = succeeded("docker", "top", container, "-o", "pid,uid,comm");

    assertThat(processes.lines().skip(1)).singleElement().asString().contains("10001", "java");
  }

  @Test
  void theArchiveOfClassesIsUsed() throws Exception {
    String container = started("JDK_JAVA_OPTIONS=-Xshare:on -Xlog:class+load:file=/dev/stdout");
    get(container, "/health");

    // -Xshare:on ends the JVM where the archive does not fit; this says that ours is the one.
    assertThat(succeeded("docker", "logs", container))
        .contains("dev.spillway.web.WebVerticle source: shared objects file (top)");
  }

  @Test
  void sigtermLetsRequestsInFlightFinish() throws Exception {
    String container = started("DELAY=2s");
    get(container, "/health");
    var inFlight =
        CLIENT.sendAsync(request(container, "/slow"), HttpResponse.BodyHandlers.ofString());
    Awaiting.until("the request is logged", () -> logs(container).contains("Request received"));

    succeeded("docker", "stop", "--time", "30", container);

    assertThat(inFlight.get(60, SECONDS).body()).contains("Hello World");
    assertThat(succeeded("docker", "inspect", "--format", "{{.State.ExitCode}}", container))
        .isEqualTo("143");
  }

  private static String started(String environment, String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("docker", "run", "--detach"));
    command.addAll(List.of("--env", environment));
    command.addAll(List.of(options));
    command.add(IMAGE);
    String container = succeeded(command.toArray(String[]::new));
    STARTED.add(container);
    return container;
  }

  /** The answer to the first request that the server accepts. */
  private static HttpResponse<String> get(String container, String path) throws Exception {
    HttpRequest request = request(container, path);
    List<HttpResponse<String>> answers = new ArrayList<>();
    Awaiting.until(container + " answers", () -> answered(request, answers));
    return answers.get(0);
  }

  private static boolean answered(HttpRequest request, List<HttpResponse<String>> answers) {
    try {
      return answers.add(CLIENT.send(request, HttpResponse.BodyHandlers.ofString()));
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static HttpRequest request(String container, String path) throws Exception {
    String address =
        succeeded("docker", "inspect", "--format", "{{.NetworkSettings.IPAddress}}", container);
    return HttpRequest.newBuilder(URI.create("http://" + address + ":5000" + path))
        .timeout(Duration.ofSeconds(60))
        .build();
  }

  private static String logs(String container) {
    try {
      return succeeded("docker", "logs", container);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String succeeded(String... command) throws IOException, InterruptedException {
    Ended ended = run(command);
    assertThat(ended.exitCode()).as(String.join(" ", command) + "\n" + ended.output()).isZero();
    return ended.output();
  }

  private static Ended run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("DOCKER_BUILDKIT", "0");
    Path errors = Files.createTempFile("docker", ".err");
    try {
      Process process = builder.redirectError(errors.toFile()).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exitCode = process.waitFor();
      String shown = exitCode == 0 ? output : output + Files.readString(errors);
      return new Ended(exitCode, shown.strip());
    } finally {
      Files.delete(errors);
    }
  }

  private record Ended(int exitCode, String output) {}
}
