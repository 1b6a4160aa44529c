package dev.spillway.benchmarks.peer;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The reverse proxy of the Vert.x project, as its guide sets it up, in a JVM like Spillway's. */
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
    int port = Subprocess.freePort();
    Subprocess process =
        Subprocess.start(
            name(),
            bench.proxyCpu(),
            bench.directory(),
            Map.of(),
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ReverseProxyMain.class.getName(),
                Integer.toString(port),
                Integer.toString(bench.backendPorts().get(0))));
    return new Running(this, process.awaitPort(port), port);
  }
}
