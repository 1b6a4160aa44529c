package dev.spillway.launcher.command;

import java.util.Map;
import picocli.CommandLine.Option;

/** Where the gateway listens. */
final class ListenOptions {
  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "Address to take requests on (gateway.host).")
  private String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to take requests on; 0: any free one (gateway.port).")
  private Integer port;

  void addTo(Map<String, String> overrides) {
    if (host != null) {
      overrides.put("gateway.host", host);
    }
    if (port != null) {
      overrides.put("gateway.port", port.toString());
    }
  }
}
