package dev.spillway.benchmarks.peer;

import dev.spillway.redis.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** HAProxy, what others are measured against. */
public final class HaproxyPeer implements Peer {
  /** Its name in tables. */
  public static final String NAME = "haproxy";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean warmsUp() {
    return false;
  }

  @Override
  public Running start(Bench bench) throws IOException, InterruptedException {
    int port = FreePorts.one();
    Path config = bench.directory().resolve("haproxy.cfg");
    StringBuilder servers = new StringBuilder();
    for (int backend : bench.backendPorts()) {
      servers.append(
          "  server s%1$d 127.0.0.1:%1$d maxconn 1000 check inter 1s\n".formatted(backend));
    }
    Files.writeString(
        config,
        """
        global
          nbthread %d
          maxconn 12000
          no strict-limits
        defaults
          mode http
          timeout connect 2s
          timeout client 75s
          timeout server 60s
          timeout http-request 10s
          timeout http-keep-alive 600s
        frontend front
          bind 127.0.0.1:%d backlog 4096%s
          option forwardfor
          http-request set-header X-Forwarded-Proto %s
          http-request set-header X-Forwarded-Port %%[dst_port]
          http-request set-header Forwarded for=%%[src];host=%%[req.hdr(host)];proto=%s
          unique-id-format %%{+X}o%%ci%%cp%%fi%%fp%%Ts%%rt%%pid
          http-request set-header X-Request-Id %%[unique-id]
          http-response set-header X-Request-Id %%[unique-id]
          http-request set-header X-Forwarded-Host %%[req.hdr(host)]
          http-request add-header Via "1.1 haproxy"
          http-response add-header Via "1.1 haproxy"
          default_backend servers
        backend servers
          balance leastconn
          http-reuse always
        %s"""
            .formatted(
                bench.loops(),
                port,
                bind(bench),
                bench.wire().scheme(),
                bench.wire().scheme(),
                servers));
    Subprocess process =
        Subprocess.start(
            name(),
            bench.proxyCpus(),
            bench.directory(),
            Map.of(),
            List.of("haproxy", "-db", "-f", config.toString()));
    return new Running(this, process.awaitPort(port), port);
  }

  private static String bind(Bench bench) {
    Wire wire = bench.wire();
    if (!wire.tls()) {
      return wire.http2() ? " proto h2" : "";
    }
    return " ssl crt %s ssl-min-ver %s ciphersuites %s alpn %s"
        .formatted(
            bench.certificate().both(),
            Certificate.PROTOCOL,
            Certificate.CIPHER_SUITE,
            wire.http2() ? "h2" : "http/1.1");
  }
}
