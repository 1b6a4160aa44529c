package dev.spillway.benchmarks.peer;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a comparison takes place.
 *
 * @param directory for configuration files and logs
 * @param proxyCpu the processor that proxies have to themselves
 * @param loadCpu the processor of the clients and the backend
 * @param backendPorts where backends answer, on loopback; all the same program
 */
public record Bench(Path directory, int proxyCpu, int loadCpu, List<Integer> backendPorts) {
  /** Takes a copy. */
  public Bench {
    backendPorts = List.copyOf(backendPorts);
  }
}
