package dev.spillway.benchmarks.peer;

import dev.spillway.redis.FreePorts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The reverse proxy of the Vert.x project, as its guide sets it up, in a JVM like Spillway's; it is
 * made to set the fields that the others set.
 */
public final class VertxHttpProxyPeer implements Peer {
  @Override
  public String name() {
    return "vertx-http-proxy";
  }

  @Override
  public boolean warmsUp() {
    return true;
  }

  @Override
  public Running start(Bench bench) throws IOException, InterruptedException {
    int port = FreePorts.one();
    Subprocess process =
        Subprocess.start(
            name(), bench.proxyCpus(), bench.directory(), Map.of(), command(bench, port));
    return new Running(this, process.awaitPort(port), port);
  }

  private static List<String> command(Bench bench, int port) {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            ProcessHandle.current().info().command().orElse("java"),
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            ReverseProxyMain.class.getName(),
            Integer.toString(port),
            Integer.toString(bench.loops()),
            bench.wire().name(),
            bench.wire().tls() ? bench.certificate().certificate().toString() : "",
            bench.wire().tls() ? bench.certificate().key().toString() : ""));
    bench.backendPorts().forEach(backend -> command.add(backend.toString()));
    return command;
  }
}
