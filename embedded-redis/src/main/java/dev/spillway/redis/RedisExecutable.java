package dev.spillway.redis;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import redis.embedded.core.ExecutableProvider;

/** Finds a {@code redis-server} that runs here: the bundled one, else one of the system. */
final class RedisExecutable {
  private static final List<String> SYSTEM_NAMES = List.of("redis-server", "valkey-server");
  private static final int VERSION_TIMEOUT_SECONDS = 10;

  private RedisExecutable() {}

  /**
   * Unpacks the bundled executable into a directory, or takes the system's where that one doesn't
   * run, such as for want of a library.
   */
  static Path find(Path directory) {
    List<String> refusals = new ArrayList<>();
    Optional<Path> bundled = bundled(directory, refusals);
    if (bundled.isPresent()) {
      return bundled.get();
    }
    for (Path candidate : onPath()) {
      if (runs(candidate, refusals)) {
        return candidate;
      }
    }
    throw new EmbeddedRedisException(
        "no redis-server runs on this machine: "
            + String.join("; ", refusals)
            + ". Install one (Debian: apt install redis-server), or set redis to the URL of a"
            + " running one");
  }

  private static Optional<Path> bundled(Path directory, List<String> refusals) {
    try {
      Path unpacked = ExecutableProvider.newJarResourceProvider(directory::toFile).get().toPath();
      return runs(unpacked, refusals) ? Optional.of(unpacked) : Optional.empty();
    } catch (IOException | RuntimeException e) {
      refusals.add("none is bundled for this system (" + e.getMessage() + ")");
      return Optional.empty();
    }
  }

  private static List<Path> onPath() {
    List<Path> found = new ArrayList<>();
    String path = System.getenv().getOrDefault("PATH", "");
    for (String name : SYSTEM_NAMES) {
      for (String directory : path.split(File.pathSeparator)) {
        Path candidate = Path.of(directory, name);
        if (Files.isExecutable(candidate)) {
          found.add(candidate);
        }
      }
    }
    return found;
  }

  private static boolean runs(Path executable, List<String> refusals) {
    try {
      Process process =
          new ProcessBuilder(executable.toString(), "--version").redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor(VERSION_TIMEOUT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0) {
        return true;
      }
      process.destroyForcibly();
      refusals.add(executable + " does not run (" + output + ")");
    } catch (IOException e) {
      refusals.add(executable + " does not run (" + e.getMessage() + ")");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedRedisException("interrupted while looking for a redis-server", e);
    }
    return false;
  }
}
