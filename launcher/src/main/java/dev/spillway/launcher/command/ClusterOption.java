package dev.spillway.launcher.command;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** {@code --cluster}: how processes find each other's event bus. */
final class ClusterOption {
  @Option(
      names = "--cluster",
      paramLabel = "HOST[:PORT]",
      split = ",",
      description =
          "Members of the cluster, separated by commas; this host included (cluster.members).")
  private List<String> members = List.of();

  void addTo(Map<String, String> overrides) {
    if (!members.isEmpty()) {
      overrides.put("cluster.members", String.join(",", members));
    }
  }
}
