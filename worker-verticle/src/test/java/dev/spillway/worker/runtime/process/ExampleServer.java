package dev.spillway.worker.runtime.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The server that {@code ServerRuntimeContract} asks for, as a Java program without libraries. */
final class ExampleServer {
  private static final CountDownLatch TERMINATED = new CountDownLatch(1);
  private static final AtomicInteger WAITING = new AtomicInteger();

  private ExampleServer() {}

  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(System.getenv("PORT"));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", exchange -> answer(exchange, System.getenv("HOSTNAME")));
    server.createContext("/greeting", exchange -> answer(exchange, System.getenv("GREETING")));
    server.createContext(
        "/environment", exchange -> answer(exchange, System.getenv().keySet().toString()));
    server.createContext(
        "/pid", exchange -> answer(exchange, Long.toString(ProcessHandle.current().pid())));
    server.createContext("/waiting", exchange -> answer(exchange, WAITING.toString()));
    server.createContext("/until-term", ExampleServer::answerWhenTerminated);
    server.createContext("/die", exchange -> die());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> finish(server)));
    server.start();
    System.out.println("listening");
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static void answerWhenTerminated(HttpExchange exchange) throws IOException {
    WAITING.incrementAndGet();
    try {
      TERMINATED.await();
      answer(exchange, "terminated");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      WAITING.decrementAndGet();
    }
  }

  private static void finish(HttpServer server) {
    TERMINATED.countDown();
    while (WAITING.get() > 0) {
      Thread.onSpinWait();
    }
    server.stop(0);
  }

  private static void die() {
    System.out.println("dying");
    Runtime.getRuntime().halt(7);
  }
}
