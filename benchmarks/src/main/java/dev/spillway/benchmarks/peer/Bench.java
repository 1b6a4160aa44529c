package dev.spillway.benchmarks.peer;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a proxy is measured.
 *
 * @param directory of this proxy alone, for configuration files and logs
 * @param proxyCpus the processors that proxies may use, as {@code taskset} takes them: {@code 0}
 * @param loadCpus those of the clients and the backend
 * @param loops how many threads of the proxy serve requests
 * @param wire what clients speak
 * @param certificate what a proxy shows where that is encrypted
 * @param backendPorts where backends answer, on loopback; all the same program
 */
public record Bench(
    Path directory,
    String proxyCpus,
    String loadCpus,
    int loops,
    Wire wire,
    Certificate certificate,
    List<Integer> backendPorts) {
  /** Takes a copy. */
  public Bench {
    backendPorts = List.copyOf(backendPorts);
  }
}
