package dev.spillway.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The web server behind every proxy: one nginx process. {@code /} answers a few bytes from memory,
 * {@code /1k}, {@code /100k} and {@code /10m} files of that size.
 */
public final class Backend implements AutoCloseable {
  private final Subprocess nginx;
  private final int port;

  private Backend(Subprocess nginx, int port) {
    this.nginx = nginx;
    this.port = port;
  }

  /** Starts it; returns when it listens. */
  public static Backend start(Path directory, int cpu) throws IOException, InterruptedException {
    Path root = Files.createDirectories(directory.resolve("www"));
    file(root, "1k", 1 << 10);
    file(root, "100k", 100 << 10);
    file(root, "10m", 10 << 20);
    int port = Subprocess.freePort();
    Path config = directory.resolve("backend-" + port + ".conf");
    Files.writeString(
        config,
        NginxFiles.global(directory, "backend-" + port)
            + """
            http {
            %s
              sendfile on;
              server {
                listen 127.0.0.1:%d backlog=4096;
                root %s;
                location = / { return 200 "Hello World\\n"; }
                location / { }
              }
            }
            """
                .formatted(NginxFiles.http(directory), port, root));
    Subprocess nginx =
        Subprocess.start(
            "backend-" + port, cpu, directory, Map.of(), List.of("nginx", "-c", config.toString()));
    return new Backend(nginx.awaitPort(port), port);
  }

  private static void file(Path root, String name, int size) throws IOException {
    Path file = root.resolve(name);
    if (!Files.exists(file)) {
      Files.write(file, new byte[size]);
    }
  }

  /** Where it listens, on loopback. */
  public int port() {
    return port;
  }

  @Override
  public void close() {
    nginx.close();
  }
}
