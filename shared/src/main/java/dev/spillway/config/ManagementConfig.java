package dev.spillway.config;

import java.util.Optional;

/** Where the management endpoint listens. */
public record ManagementConfig(
    @Setting(
            value = "The address to listen on; beyond loopback a token is required.",
            defaultValue = "127.0.0.1",
            form = TextForm.HOST)
        String host,
    @Setting(
            value = "The port to listen on; 0 lets the system choose.",
            defaultValue = "9090",
            max = 65_535)
        int port,
    @Setting(
            value = "The bearer token that a request must carry; none: no token is asked for.",
            form = TextForm.TOKEN)
        Optional<String> token) {

  /** Everything but the token. */
  @Override
  public String toString() {
    return "ManagementConfig[host=%s, port=%d, token=%s]"
        .formatted(host, port, token.map(secret -> Secrets.MASK));
  }
}
