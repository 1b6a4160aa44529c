package dev.spillway.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server as its users run it: a JVM of its own. */
final class WebProcess implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile("Listening port=(\\d+) .*");
  private static final long DEADLINE_SECONDS = 60;

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(DEADLINE_SECONDS)).build();
  private final BlockingQueue<String> output = new LinkedBlockingQueue<>();
  private final Process process;

  private WebProcess(Process process) {
    this.process = process;
    Thread reader = new Thread(this::readOutput, "web-output");
    reader.setDaemon(true);
    reader.start();
  }

  static WebProcess start(Map<String, String> environment) throws IOException {
    String classPath = System.getProperty("java.class.path");
    return start(environment, List.of("-cp", classPath, "dev.spillway.web.WebServer"));
  }

  /** Started with these arguments of {@code java}. */
  static WebProcess start(Map<String, String> environment, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("SPILLWAY_SERVER");
    builder.environment().putAll(environment);
    return new WebProcess(builder.redirectErrorStream(true).start());
  }

  int port() throws InterruptedException {
    Matcher listening = LISTENING.matcher(line("Listening"));
    return listening.find() ? Integer.parseInt(listening.group(1)) : -1;
  }

  /** The next line of output that contains the text; those before it are dropped. */
  String line(String text) throws InterruptedException {
    for (String line; (line = output.poll(DEADLINE_SECONDS, TimeUnit.SECONDS)) != null; ) {
      if (line.contains(text)) {
        return line;
      }
    }
    throw new AssertionError("no line with '" + text + "' within " + DEADLINE_SECONDS + " s");
  }

  /** What is left of the output; to be called when the process has ended. */
  List<String> restOfOutput() {
    return List.copyOf(output);
  }

  CompletableFuture<HttpResponse<String>> get(int port, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build();
    return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
  }

  void terminate() {
    process.destroy();
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("still running after " + DEADLINE_SECONDS + " s");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void readOutput() {
    try (BufferedReader reader = process.inputReader()) {
      reader.lines().forEach(output::add);
    } catch (IOException | UncheckedIOException e) {
      output.add("output ended: " + e.getMessage());
    }
  }
}
