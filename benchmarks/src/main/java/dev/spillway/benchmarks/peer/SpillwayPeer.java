package dev.spillway.benchmarks.peer;

import dev.spillway.redis.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Spillway as its users run it: {@code spillway up}, all as by default but for the number of event
 * loops.
 */
public final class SpillwayPeer implements Peer {
  private final String name;
  private final List<String> command;

  /**
   * One build or setting of Spillway.
   *
   * @param command the launcher, with options of its own if there are to be any
   */
  public SpillwayPeer(String name, List<String> command) {
    this.name = name;
    this.command = List.copyOf(command);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean warmsUp() {
    return true;
  }

  @Override
  public Running start(Bench bench) throws IOException, InterruptedException {
    List<Integer> ports = FreePorts.some(2);
    int port = ports.get(bench.wire().tls() ? 1 : 0);
    Path config = bench.directory().resolve(name + ".yml");
    String servers =
        bench.backendPorts().stream()
            .map(backend -> "\"http://127.0.0.1:%d\"".formatted(backend))
            .collect(Collectors.joining(", "));
    Files.writeString(
        config,
        """
        instance: bench-%1$s
        gateway: { host: 127.0.0.1, port: %2$d, event-loops: %3$d%4$s }
        management: { port: 0 }
        runtime: process
        pools:
          web:
            max-requests: 1000
            servers: [ %5$s ]
        """
            .formatted(
                bench.directory().getFileName(),
                ports.get(0),
                bench.loops(),
                tls(bench, ports.get(1)),
                servers));
    List<String> up = new ArrayList<>(command);
    up.addAll(List.of("up", "--quiet", "--config", config.toString()));
    Subprocess process = Subprocess.start(name, bench.proxyCpus(), bench.directory(), Map.of(), up);
    return new Running(this, process.awaitPort(port), port);
  }

  private static String tls(Bench bench, int port) {
    return bench.wire().tls()
        ? ", tls: { port: %d, certificates: [ %s ], keys: [ %s ] }"
            .formatted(port, bench.certificate().certificate(), bench.certificate().key())
        : "";
  }
}
