package dev.spillway.launcher.part;

import dev.spillway.config.PoolConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The servers of the pool that runs where nothing is configured: web-verticle. */
public final class ExampleWebServer {
  /** The image that is built from what ships with Spillway. */
  public static final String IMAGE = "spillway/web";

  private static final String MAIN_CLASS = "dev.spillway.web.WebServer";

  /** What makes it start quickly: it is small and lives for a few requests. */
  private static final List<String> QUICK_START =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx128m");

  private ExampleWebServer() {}

  /** Whether the pool's containers are the example server's. */
  public static boolean isImageOf(PoolConfig pool) {
    return pool.image()
        .filter(image -> image.equals(IMAGE) || image.equals(IMAGE + ":latest"))
        .isPresent();
  }

  /** The pool with the command that runs the example server as a process, if it has none. */
  public static PoolConfig asProcess(PoolConfig pool, Optional<Home> home) {
    return pool.command().isEmpty() && isImageOf(pool) ? withCommand(pool, command(home)) : pool;
  }

  private static List<String> command(Optional<Home> home) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    // Packaged alone it is a third the size of our own class path, and quicker to start.
    String classPath =
        home.map(Home::webJars)
            .filter(Files::isDirectory)
            .map(jars -> jars.resolve("*").toString())
            .orElseGet(() -> System.getProperty("java.class.path"));
    List<String> command = new ArrayList<>();
    command.add(java);
    command.addAll(QUICK_START);
    command.addAll(List.of("-cp", classPath, MAIN_CLASS));
    return command;
  }

  private static PoolConfig withCommand(PoolConfig pool, List<String> command) {
    return new PoolConfig(
        pool.name(),
        pool.match(),
        pool.image(),
        command,
        pool.port(),
        pool.env(),
        pool.minReplicas(),
        pool.maxReplicas(),
        pool.maxRequests(),
        pool.idleTimeout(),
        pool.balance(),
        pool.queue(),
        pool.health(),
        pool.timeouts(),
        pool.stopTimeout(),
        pool.memory(),
        pool.cpus(),
        pool.servers());
  }
}
