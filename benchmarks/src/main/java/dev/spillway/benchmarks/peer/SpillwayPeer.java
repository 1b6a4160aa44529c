package dev.spillway.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Spillway as its users run it: {@code spillway up}, all as by default, with one event loop. */
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
    int port = Subprocess.freePort();
    Path config = bench.directory().resolve(name + ".yml");
    String servers =
        bench.backendPorts().stream()
            .map(backend -> "\"http://127.0.0.1:%d\"".formatted(backend))
            .collect(Collectors.joining(", "));
    Files.writeString(
        config,
        """
        instance: bench-%1$s
        gateway: { host: 127.0.0.1, port: %2$d, event-loops: 1 }
        management: { port: 0 }
        runtime: process
        pools:
          web:
            max-requests: 1000
            servers: [ %3$s ]
        """
            .formatted(name, port, servers));
    List<String> up = new ArrayList<>(command);
    up.addAll(List.of("up", "--quiet", "--config", config.toString()));
    Subprocess process = Subprocess.start(name, bench.proxyCpu(), bench.directory(), Map.of(), up);
    return new Running(this, process.awaitPort(port), port);
  }
}
