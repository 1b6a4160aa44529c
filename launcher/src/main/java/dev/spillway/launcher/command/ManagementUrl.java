package dev.spillway.launcher.command;

import dev.spillway.config.ManagementConfig;
import dev.spillway.config.SpillwayConfig;
import dev.spillway.launcher.servers.ManagementClient;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --management} and {@code --token}: the endpoint to ask. */
final class ManagementUrl {
  @Option(
      names = "--management",
      paramLabel = "URL",
      description = "Management endpoint to ask, such as http://127.0.0.1:9090.")
  private URI url;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "Token of the management endpoint (management.token).")
  private String token;

  /** Whether an endpoint was named on the command line. */
  boolean given() {
    return url != null;
  }

  /** The endpoint that was named, or that of the configuration. */
  URI of(SpillwayConfig config) {
    ManagementConfig where = config.management();
    return url == null ? URI.create("http://" + where.host() + ":" + where.port()) : url;
  }

  ManagementClient client(SpillwayConfig config) {
    return new ManagementClient(
        of(config), Optional.ofNullable(token).or(config.management()::token));
  }
}
