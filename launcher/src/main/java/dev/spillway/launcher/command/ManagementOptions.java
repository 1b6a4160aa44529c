package dev.spillway.launcher.command;

import java.util.Map;
import picocli.CommandLine.Option;

/** Where the management endpoint listens. */
final class ManagementOptions {
  @Option(
      names = "--management-port",
      paramLabel = "PORT",
      description = "Port of the management endpoint; 0: any free one (management.port).")
  private Integer port;

  void addTo(Map<String, String> overrides) {
    if (port != null) {
      overrides.put("management.port", port.toString());
    }
  }

  /** Whether the endpoint was asked for on the command line. */
  boolean given() {
    return port != null;
  }
}
