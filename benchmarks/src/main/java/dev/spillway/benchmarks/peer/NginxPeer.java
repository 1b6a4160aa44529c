package dev.spillway.benchmarks.peer;

import dev.spillway.redis.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** nginx as a reverse proxy. */
public final class NginxPeer implements Peer {
  @Override
  public String name() {
    return "nginx";
  }

  @Override
  public boolean warmsUp() {
    return false;
  }

  @Override
  public Running start(Bench bench) throws IOException, InterruptedException {
    int port = FreePorts.one();
    Path config = bench.directory().resolve("nginx.conf");
    String servers =
        bench.backendPorts().stream()
            .map(backend -> "server 127.0.0.1:%d;".formatted(backend))
            .collect(Collectors.joining(" "));
    Files.writeString(
        config,
        NginxFiles.global(bench.directory(), "nginx", bench.loops())
            + """
            http {
            %s
              upstream servers {
                least_conn;
                %s
                keepalive %d;
                keepalive_requests 1000000000;
              }
              server {
                listen 127.0.0.1:%d%s%s backlog=4096%s;
            %s
                location / {
                  proxy_pass http://servers;
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                  proxy_set_header Host $http_host;
                  proxy_set_header X-Forwarded-For $remote_addr;
                  proxy_set_header X-Forwarded-Proto $scheme;
                  proxy_set_header X-Forwarded-Host $http_host;
                  proxy_set_header X-Forwarded-Port $server_port;
                  proxy_set_header Forwarded "for=$remote_addr;host=$http_host;proto=$scheme";
                  proxy_set_header X-Request-Id $request_id;
                  add_header X-Request-Id $request_id;
                  proxy_set_header Via "1.1 nginx";
                  add_header Via "1.1 nginx";
                  proxy_max_temp_file_size 0;
                  proxy_request_buffering off;
                }
              }
            }
            """
                .formatted(
                    NginxFiles.http(bench.directory()),
                    servers,
                    Math.max(1_000, 4 * bench.backendPorts().size()),
                    port,
                    bench.wire().tls() ? " ssl" : "",
                    bench.wire().http2() ? " http2" : "",
                    bench.loops() > 1 ? " reuseport" : "",
                    tls(bench)));
    Subprocess process =
        Subprocess.start(
            name(),
            bench.proxyCpus(),
            bench.directory(),
            Map.of(),
            List.of("nginx", "-c", config.toString()));
    return new Running(this, process.awaitPort(port), port);
  }

  private static String tls(Bench bench) {
    if (!bench.wire().tls()) {
      return "";
    }
    Certificate certificate = bench.certificate();
    return """
        ssl_certificate %s;
        ssl_certificate_key %s;
        ssl_protocols %s;
        ssl_conf_command Ciphersuites %s;
    """
        .formatted(
            certificate.certificate(),
            certificate.key(),
            Certificate.PROTOCOL,
            Certificate.CIPHER_SUITE);
  }
}
