package dev.spillway.acceptance;

import dev.spillway.launcher.DistributionJvm;
import dev.spillway.test.Awaiting;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code spillway up} in a JVM of its own, as a user starts it, on ports the system chooses. */
final class RunningSpillway implements AutoCloseable {
  private static final Path MODULE = Path.of("").toAbsolutePath();

  private final Process process;
  private final List<String> output = new CopyOnWriteArrayList<>();
  private final Thread reader;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private RunningSpillway(Process process) {
    this.process = process;
    reader = new Thread(this::readOutput, "output of spillway up");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts it with a configuration, keeping everything it writes below a directory. */
  static RunningSpillway up(Path directory, String yaml) {
    try {
      Path config = Files.writeString(directory.resolve("spillway.yml"), yaml);
      List<String> command = new ArrayList<>(DistributionJvm.command());
      command.addAll(List.of("up", "--config", config.toString()));
      command.addAll(List.of("--port", "0", "--management-port", "0"));
      ProcessBuilder builder =
          new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
      builder.environment().put("XDG_STATE_HOME", directory.resolve("state").toString());
      builder.environment().put("SPILLWAY_HOME", MODULE.getParent().toString());
      RunningSpillway spillway = new RunningSpillway(builder.start());
      spillway.awaitUp();
      return spillway;
    } catch (IOException e) {
      throw new UncheckedIOException("spillway up could not be started", e);
    }
  }

  /** Where requests go. */
  URI gateway() {
    return URI.create(shown("gateway"));
  }

  /** The name that its servers carry. */
  String instance() {
    return shown("instance");
  }

  /** The servers of its only pool, as the management endpoint tells them. */
  List<JsonObject> servers() {
    return pool().getJsonArray("servers").stream().map(JsonObject.class::cast).toList();
  }

  /** Servers that are there now, in any state but starting. */
  int replicas() {
    return (int)
        servers().stream()
            .filter(server -> !server.getString("state").equalsIgnoreCase("starting"))
            .filter(server -> !server.getString("state").equalsIgnoreCase("failed"))
            .count();
  }

  /** Asks it to end as Ctrl-C does, and waits until it has; answers its exit code. */
  int stop() {
    try {
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new AssertionError("did not end within 60 s of SIGINT:\n" + text());
      }
      reader.join();
      return process.exitValue();
    } catch (IOException e) {
      throw new UncheckedIOException("the signal could not be sent", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** All it has printed. */
  String text() {
    return String.join("\n", output);
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      stop();
    }
  }

  private JsonObject pool() {
    HttpRequest request = HttpRequest.newBuilder(URI.create(shown("management"))).build();
    try {
      String body = client.send(request, BodyHandlers.ofString()).body();
      return new JsonArray(body).getJsonObject(0);
    } catch (IOException e) {
      throw new UncheckedIOException("the management endpoint did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private void awaitUp() {
    Awaiting.until(
        "spillway is up",
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError("ended with " + process.exitValue() + ":\n" + text());
          }
          return find("instance").isPresent() && find("management").isPresent();
        });
  }

  private String shown(String what) {
    return find(what)
        .orElseThrow(() -> new AssertionError("no line says " + what + ":\n" + text()));
  }

  private Optional<String> find(String what) {
    Pattern line = Pattern.compile("^  " + what + " +(\\S+)");
    for (String printed : new ArrayList<>(output)) {
      Matcher matcher = line.matcher(printed);
      if (matcher.find()) {
        return Optional.of(matcher.group(1));
      }
    }
    return Optional.empty();
  }

  private void readOutput() {
    try (BufferedReader lines = process.inputReader()) {
      lines.lines().forEach(output::add);
    } catch (IOException | UncheckedIOException e) {
      output.add("(output ended: " + e.getMessage() + ")");
    }
  }
}
