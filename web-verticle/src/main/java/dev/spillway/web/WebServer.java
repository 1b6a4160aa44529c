package dev.spillway.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The example web server as a program: {@code PORT} and {@code DELAY} from the environment. On
 * SIGTERM it stops accepting, finishes what is in flight and ends as every JVM does, with exit code
 * 143. A bad setting is one line and exit code 2; a port that can't be had, exit code 1.
 */
public final class WebServer {
  private static final int CANNOT_LISTEN = 1;
  private static final int BAD_SETTING = 2;

  private WebServer() {}

  /** Takes no arguments. */
  public static void main(String[] args) {
    WebSettings settings = settings(System.getenv());
    Vertx vertx = quickToStart();
    vertx
        .deployVerticle(new WebVerticle(settings))
        .onSuccess(deployed -> Runtime.getRuntime().addShutdownHook(closing(vertx)))
        .onFailure(
            cause ->
                end(
                    CANNOT_LISTEN,
                    "port " + settings.port() + " can't be listened on: " + cause.getMessage()));
  }

  /** A Vert.x without what this server never uses and each start would pay for. */
  static Vertx quickToStart() {
    System.setProperty("vertx.disableDnsResolver", "true");
    FileSystemOptions noFiles =
        new FileSystemOptions().setClassPathResolvingEnabled(false).setFileCachingEnabled(false);
    return Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setFileSystemOptions(noFiles));
  }

  private static WebSettings settings(Map<String, String> environment) {
    try {
      return WebSettings.from(environment);
    } catch (IllegalArgumentException e) {
      throw end(BAD_SETTING, e.getMessage());
    }
  }

  private static IllegalStateException end(int code, String reason) {
    System.err.println("web: " + reason);
    System.exit(code);
    return new IllegalStateException("unreachable");
  }

  private static Thread closing(Vertx vertx) {
    return new Thread(() -> awaitEnd(vertx.close()), "finish-requests");
  }

  private static void awaitEnd(Future<?> future) {
    CountDownLatch ended = new CountDownLatch(1);
    future.onComplete(any -> ended.countDown());
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
