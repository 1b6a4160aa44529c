package dev.spillway.web;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Starts the server, asks it as a gateway would, and ends. Run with the JVM's options for an
 * archive of classes, it leaves one that holds what a start and a first answer need: later starts
 * take half the time.
 */
final class TrainingRun {
  private static final String[] PATHS = {"/health", "/", "/health", "/"};

  private TrainingRun() {}

  public static void main(String[] args) throws IOException {
    WebVerticle web =
        new WebVerticle(new WebSettings(0, Duration.ofMillis(1), "training", Optional.empty()));
    Vertx vertx = WebServer.quickToStart();
    vertx.deployVerticle(web).await();
    for (String path : PATHS) {
      ask(web.port(), path);
    }
    vertx.close().await();
  }

  private static void ask(int port, String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: training\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!answer.startsWith("HTTP/1.1 200")) {
        throw new IOException("expected 200 for " + path + ", found: " + answer);
      }
    }
  }
}
