package dev.spillway.chaos;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The server that chaos runs scale. It tells a {@link Recorder} when each request begins and ends,
 * before anybody can have its answer, and ends itself when the recorder is gone. What was told
 * outlives a kill of this process: it is in the kernel's hands then.
 *
 * <p>{@code /r/ID/MILLIS} takes that long, and answers {@code ID NAME}. On SIGTERM it finishes what
 * it has begun. It uses the JDK alone, so that it starts fast and an image of it is one file.
 */
public final class RecordingServer {
  private final String name;
  private final OutputStream record;
  private int inFlight;

  private RecordingServer(String name, OutputStream record) {
    this.name = name;
    this.record = record;
  }

  public static void main(String[] arguments) throws IOException {
    // Kept connections stay open: closing one as a request arrives would be a fault of its own.
    System.setProperty("sun.net.httpserver.idleInterval", "86400");
    System.setProperty("sun.net.httpserver.nodelay", "true");
    String[] recorder = System.getenv("RECORD_TO").split(":");
    // Until the end of the process, as is all the rest.
    @SuppressWarnings("resource")
    Socket socket = new Socket(recorder[0], Integer.parseInt(recorder[1]));
    socket.setTcpNoDelay(true);
    RecordingServer server =
        new RecordingServer(System.getenv("HOSTNAME"), socket.getOutputStream());
    server.tell("HELLO", server.name + " " + ProcessHandle.current().pid());
    Thread watch = new Thread(() -> endWith(socket), "watch");
    watch.setDaemon(true);
    watch.start();
    Runtime.getRuntime().addShutdownHook(new Thread(server::finish, "finish"));

    int port = Integer.parseInt(System.getenv("PORT"));
    HttpServer http = HttpServer.create(new InetSocketAddress(port), 1024);
    http.setExecutor(Executors.newCachedThreadPool());
    http.createContext("/health", exchange -> answer(exchange, "healthy"));
    http.createContext("/r/", server::serve);
    http.start();
  }

  private static void endWith(Socket recorder) {
    try {
      while (recorder.getInputStream().read() >= 0) {
        // It never says anything.
      }
    } catch (IOException e) {
      // As good as its end.
    }
    Runtime.getRuntime().halt(3);
  }

  private void serve(HttpExchange exchange) throws IOException {
    String[] path = exchange.getRequestURI().getPath().split("/");
    String id = path[2];
    begin(id);
    try {
      exchange.getRequestBody().readAllBytes();
      TimeUnit.MILLISECONDS.sleep(Long.parseLong(path[3]));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end(id);
    }
    answer(exchange, id + " " + name);
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private synchronized void begin(String id) throws IOException {
    inFlight++;
    tell("B", id);
  }

  private synchronized void end(String id) throws IOException {
    inFlight--;
    notifyAll();
    tell("E", id);
  }

  private synchronized void finish() {
    try {
      tell("TERM", "" + inFlight);
      while (inFlight > 0) {
        wait();
      }
      // The last answer may be on its way out.
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (IOException e) {
      // Nobody listens any more.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The monotonic clock is one for all processes of a machine. */
  private synchronized void tell(String what, String detail) throws IOException {
    record.write(
        (what + " " + System.nanoTime() + " " + detail + "\n").getBytes(StandardCharsets.UTF_8));
    record.flush();
  }
}
