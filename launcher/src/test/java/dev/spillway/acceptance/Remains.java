package dev.spillway.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** What a run left behind. */
final class Remains {
  private Remains() {}

  /** Containers of an installation, running or not. */
  static List<String> containers(String instance) {
    try {
      Process docker =
          new ProcessBuilder(
                  "docker",
                  "ps",
                  "--all",
                  "--filter",
                  "label=spillway.instance=" + instance,
                  "--format",
                  "{{.Names}}")
              .redirectErrorStream(true)
              .start();
      String output =
          new String(docker.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (docker.waitFor() != 0) {
        throw new AssertionError("docker ps failed: " + output);
      }
      return output.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("docker ps could not be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Those of the URLs at which something still listens. */
  static List<String> listening(Collection<String> urls) {
    return urls.stream().filter(url -> listens(URI.create(url))).toList();
  }

  /** Files in and below a directory; none if it doesn't exist. */
  static List<Path> files(Path directory) {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean listens(URI url) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), 2000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
