package dev.spillway.launcher;

import dev.spillway.config.ConfigLoader;
import dev.spillway.config.SpillwayConfig;
import dev.spillway.launcher.command.SpillwayCommand;
import dev.spillway.launcher.lifecycle.StartedParts;
import dev.spillway.launcher.lifecycle.StateHome;
import dev.spillway.launcher.part.Home;
import dev.spillway.launcher.up.Up;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Starts what {@code spillway up} starts, asks it as clients do, and ends. Run with the JVM's
 * options for an archive of classes, it leaves one that holds what a start and first requests need.
 */
final class TrainingRun {
  private static final int TIMEOUT_MILLIS = 30_000;

  private static final String CONFIG =
      """
      runtime: process
      gateway: { host: 127.0.0.1, port: 0 }
      management: { host: 127.0.0.1, port: 0 }
      pools: { web: { env: { DELAY: 0ms }, max-replicas: 1 } }
      """;

  private static final List<String> TO_THE_GATEWAY =
      List.of(
          get("/"),
          """
          POST / HTTP/1.1\r
          Host: training\r
          Connection: close\r
          Transfer-Encoding: chunked\r
          \r
          4\r
          body\r
          0\r
          \r
          """);

  private static final List<String> TO_THE_MANAGEMENT =
      List.of(get("/"), get("/api/pools"), get("/metrics"));

  private TrainingRun() {}

  /**
   * Ends the JVM with 1 if something failed.
   *
   * @param args a directory for what a run leaves on disk
   */
  public static void main(String[] args) {
    Main.logBySlf4j();
    StartedParts parts = new StartedParts();
    int exitCode = ExitCodes.OK;
    try {
      train(Path.of(args[0]).toAbsolutePath(), parts);
    } catch (Exception e) {
      System.err.println("The archive of classes lacks some, starts will take longer: " + e);
      exitCode = ExitCodes.FAILED;
    }
    System.exit(parts.stopAll() ? exitCode : ExitCodes.FAILED);
  }

  private static void train(Path directory, StartedParts parts) throws Exception {
    // For the classes that read a command line: what was asked for is below.
    SpillwayCommand.commandLine().parseArgs("up", "--port", "0", "--runtime", "process");
    SpillwayConfig config = ConfigLoader.parse(CONFIG);
    StateHome state = new StateHome(Map.of("XDG_STATE_HOME", directory.toString()), directory);
    Up up = new Up(config, state, Home.find(System.getenv()), line -> {}, true);
    Up.Running running = up.start(parts, new CompletableFuture<>());
    for (String request : TO_THE_GATEWAY) {
      ask(running.gatewayPort(), request);
    }
    for (String request : TO_THE_MANAGEMENT) {
      ask(running.managementPort(), request);
    }
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  }

  private static void ask(int port, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!answer.startsWith("HTTP/1.1 200")) {
        throw new IOException("expected 200, found %s for %s".formatted(answer, request));
      }
    }
  }
}
