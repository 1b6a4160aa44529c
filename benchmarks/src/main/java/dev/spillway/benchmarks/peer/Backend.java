package dev.spillway.benchmarks.peer;

import dev.spillway.redis.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The web server behind every proxy: one nginx process, on as many ports as there are to be
 * servers. {@code /} answers a few bytes from memory, {@code /1k}, {@code /100k} and {@code /10m}
 * files of that size, with as much of a file in the head's packet as fits; {@code /1k-apart} sends
 * the head before the file, as nginx does unless it is told otherwise; {@code /chunked-1k} and
 * {@code /chunked-100k} send files in chunks, of 32 KB at the most. {@code /upload-1k}, {@code
 * /upload-100k} and {@code /upload-1m} take a body of that size, and answer a few bytes when they
 * have read all of it. {@code /fields} tells which fields a request came with, {@code /counts} how
 * many connections and requests there were.
 */
public final class Backend implements AutoCloseable {
  /** Fields that a proxy adds for the server's sake; {@code /fields} answers them in this order. */
  public static final List<String> FIELDS =
      List.of(
          "X-Forwarded-For",
          "X-Forwarded-Proto",
          "X-Forwarded-Host",
          "X-Forwarded-Port",
          "Forwarded",
          "X-Request-Id",
          "Via");

  /** The body of its answer to {@code /}. */
  public static final String GREETING = "Hello World";

  private static final Map<String, Integer> FILES =
      Map.of(
          "/1k", 1 << 10,
          "/1k-apart", 1 << 10,
          "/100k", 100 << 10,
          "/10m", 10 << 20,
          "/chunked-1k", 1 << 10,
          "/chunked-100k", 100 << 10);

  /** Paths to which requests bring a body of so many octets. */
  private static final Map<String, Integer> UPLOADS =
      Map.of("/upload-1k", 1 << 10, "/upload-100k", 100 << 10, "/upload-1m", 1 << 20);

  private final Subprocess nginx;
  private final List<Integer> ports;

  private Backend(Subprocess nginx, List<Integer> ports) {
    this.nginx = nginx;
    this.ports = List.copyOf(ports);
  }

  /**
   * Starts it; returns when it listens.
   *
   * @param count of ports
   */
  public static Backend start(Path directory, String cpus, int count)
      throws IOException, InterruptedException {
    Path root = Files.createDirectories(directory.resolve("www"));
    for (Map.Entry<String, Integer> file : FILES.entrySet()) {
      file(root, file.getKey().substring(1), file.getValue());
    }
    List<Integer> free = FreePorts.some(count + 1);
    List<Integer> ports = free.subList(0, count);
    int self = free.get(count);
    Path config = directory.resolve("backend.conf");
    Files.writeString(
        config,
        NginxFiles.global(directory, "backend", 1)
            + """
            http {
            %s
              sendfile on;
              tcp_nopush on;
              upstream self { server 127.0.0.1:%d; keepalive 256; }
              server { listen 127.0.0.1:%d; location / { return 200 "%s"; } }
              server {
            %s
                root %s;
                location = / { return 200 "%s"; }
                location = /fields { return 200 "%s"; }
                location = /counts { stub_status; }
                location = /1k-apart { tcp_nopush off; }
                # What goes through a filter has no length.
                location /chunked- { sendfile off; ssi on; ssi_types *; }
                location /upload- {
                  # "return" would answer before the body is there; to proxy, nginx reads it all.
                  client_body_buffer_size 2m;
                  proxy_pass http://self/;
                  proxy_method GET;
                  proxy_pass_request_body off;
                  proxy_set_header Content-Length "";
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                }
                location / { }
              }
            }
            """
                .formatted(
                    NginxFiles.http(directory),
                    self,
                    self,
                    GREETING,
                    listen(ports),
                    root,
                    GREETING,
                    fields()));
    Subprocess nginx =
        Subprocess.start(
            "backend", cpus, directory, Map.of(), List.of("nginx", "-c", config.toString()));
    return new Backend(nginx.awaitPort(ports.get(count - 1)), ports);
  }

  private static String listen(List<Integer> ports) {
    return ports.stream()
        .map("    listen 127.0.0.1:%d backlog=4096;"::formatted)
        .collect(Collectors.joining("\n"));
  }

  private static String fields() {
    return FIELDS.stream()
        .map(name -> name + ": $http_" + name.toLowerCase(Locale.ROOT).replace('-', '_'))
        .collect(Collectors.joining("\\n"));
  }

  private static void file(Path root, String name, int size) throws IOException {
    Path file = root.resolve(name);
    if (!Files.exists(file)) {
      Files.write(file, new byte[size]);
    }
  }

  /** In the body of its answer to this path. */
  public static long octets(String path) {
    return FILES.getOrDefault(path, GREETING.length());
  }

  /** In the body of a request for this path. */
  public static int uploaded(String path) {
    return UPLOADS.getOrDefault(path, 0);
  }

  /** Where it listens, on loopback. */
  public List<Integer> ports() {
    return ports;
  }

  /** Its process id. */
  public long pid() {
    return nginx.pid();
  }

  @Override
  public void close() {
    nginx.close();
  }
}
