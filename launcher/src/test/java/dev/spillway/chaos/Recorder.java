package dev.spillway.chaos;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes down what {@link RecordingServer}s tell, in a file and for questions. */
final class Recorder implements AutoCloseable {
  private final ServerSocket listener;
  private final BufferedWriter file;
  private final List<ServerLife> lives = new CopyOnWriteArrayList<>();
  private final Map<String, List<ServerLife.Execution>> byRequest = new ConcurrentHashMap<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** Listens on a port of the system's choice. */
  Recorder(InetAddress address, Path file) throws IOException {
    this.listener = new ServerSocket(0, 256, address);
    this.file = Files.newBufferedWriter(file);
    run("recorder", this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Every server process that has said a word, in order. */
  List<ServerLife> lives() {
    return lives;
  }

  List<ServerLife> alive() {
    return lives.stream().filter(ServerLife::alive).toList();
  }

  /** Where a request was executed, in order of its beginning. */
  List<ServerLife.Execution> executions(String request) {
    return byRequest.getOrDefault(request, List.of());
  }

  private void accept() throws IOException {
    while (true) {
      Socket socket = listener.accept();
      open.add(socket);
      run("records", () -> follow(socket));
    }
  }

  private void follow(Socket socket) throws IOException {
    ServerLife life = null;
    try (socket;
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ");
        long at = Long.parseLong(words[1]);
        if (words[0].equals("HELLO")) {
          life = new ServerLife(words[2], Long.parseLong(words[3]), at);
          lives.add(life);
        } else {
          take(life, words[0], at, words[2]);
        }
        write(life, line);
      }
    } finally {
      if (life != null) {
        life.ended(System.nanoTime());
        write(life, "END " + life.ended());
      }
      open.remove(socket);
    }
  }

  private void take(ServerLife life, String what, long at, String detail) {
    switch (what) {
      case "B" ->
          byRequest
              .computeIfAbsent(detail, id -> new CopyOnWriteArrayList<>())
              .add(life.begin(detail, at));
      case "E" -> life.end(detail, at);
      case "TERM" -> life.terminated(at);
      default -> throw new AssertionError("a server told " + what);
    }
  }

  private synchronized void write(ServerLife life, String line) throws IOException {
    file.write(life.name() + " " + line);
    file.newLine();
  }

  /** Ends the servers that are still there, too. */
  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
    synchronized (this) {
      file.flush();
    }
  }

  private static void run(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException | UncheckedIOException e) {
                // The other side is gone, or this one was closed.
                return;
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  private interface Work {
    void run() throws IOException;
  }
}
