package dev.spillway.launcher.part;

import dev.spillway.config.PoolConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The servers of the pool that runs where nothing else is configured: web-verticle. */
public final class ExampleWebServer {
  /** The image that is built from what ships with Spillway. */
  public static final String IMAGE = "spillway/web";

  private static final String HEALTH_PATH = "/health";
  private static final String MAIN_CLASS = "dev.spillway.web.WebServer";

  /** Where the archive of classes is missing or of another JVM, a start only takes longer. */
  private static final String NO_WORD_OF_THE_ARCHIVE = "-Xlog:cds*=off";

  private ExampleWebServer() {}

  /** Whether the pool's containers are made from the image that ships with Spillway. */
  static boolean isImageOf(PoolConfig pool) {
    return pool.image()
        .filter(image -> image.equals(IMAGE) || image.equals(IMAGE + ":latest"))
        .isPresent();
  }

  /** The pool with the image of the example server, if nothing says what its servers are. */
  static PoolConfig asContainer(PoolConfig pool) {
    return withHealth(pool.builtIn() ? pool.withImage(IMAGE) : pool);
  }

  /** The pool with the command that runs the example server, if that is what its servers are. */
  static PoolConfig asProcess(PoolConfig pool, Optional<Home> home) {
    boolean example = pool.builtIn() || (pool.command().isEmpty() && isImageOf(pool));
    return example ? withHealth(pool).withCommand(command(home)) : pool;
  }

  /** Its own path says more than an open port, unless another is configured. */
  private static PoolConfig withHealth(PoolConfig pool) {
    boolean unset = pool.health().path().isEmpty() && (pool.builtIn() || isImageOf(pool));
    return unset ? pool.withHealthPath(HEALTH_PATH) : pool;
  }

  private static List<String> command(Optional<Home> home) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Optional<Path> packaged = home.map(Home::webJars).filter(Files::isDirectory);
    if (packaged.isPresent()) {
      return List.of(
          java,
          "@" + packaged.get().resolve("jvm.options"),
          "-XX:SharedArchiveFile=" + packaged.get().resolveSibling("web.jsa"),
          NO_WORD_OF_THE_ARCHIVE,
          "-jar",
          packaged.get().resolve("web.jar").toString());
    }
    return List.of(java, "-cp", System.getProperty("java.class.path"), MAIN_CLASS);
  }
}
