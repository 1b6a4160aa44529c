package dev.spillway.config;

import java.util.List;
import java.util.Optional;

/** How separate processes find each other's event bus. */
public record ClusterConfig(
    @Setting(
            value = "Hosts (HOST or HOST:PORT) of the cluster's members. Empty: no cluster.",
            form = TextForm.MEMBER)
        List<String> members,
    @Setting(
            value = "This process's address in the cluster; none: chosen by the system.",
            form = TextForm.HOST)
        Optional<String> host,
    @Setting(
            value = "This process's first port in the cluster; the next free one is taken.",
            defaultValue = "5701",
            min = 1,
            max = 65_535)
        int port) {

  public ClusterConfig {
    members = List.copyOf(members);
  }

  /** Whether this process joins a cluster. */
  public boolean enabled() {
    return !members.isEmpty();
  }
}
