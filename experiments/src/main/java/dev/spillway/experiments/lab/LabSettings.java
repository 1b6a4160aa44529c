package dev.spillway.experiments.lab;

import dev.spillway.config.RuntimeChoice;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * What all installations of a lab have in common.
 *
 * @param runtime what servers are
 * @param hurry completes when stopping should not wait for requests any more
 */
public record LabSettings(RuntimeChoice runtime, CompletableFuture<?> hurry) {

  Map<String, String> flags() {
    Map<String, String> flags = new LinkedHashMap<>();
    flags.put("instance", "experiment");
    flags.put("gateway.host", "127.0.0.1");
    flags.put("gateway.port", "0");
    flags.put("management.port", "0");
    return flags;
  }

  /** How Docker is reached; nothing else of the environment is to change what is measured. */
  Map<String, String> environment() {
    return System.getenv().entrySet().stream()
        .filter(entry -> entry.getKey().matches("DOCKER_HOST|SPILLWAY_DOCKER_.*"))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
