package dev.spillway.config;

import java.util.List;

/** Where and under which limits a gateway takes requests. */
public record GatewayConfig(
    @Setting(value = "The address to listen on.", defaultValue = "0.0.0.0", form = TextForm.HOST)
        String host,
    @Setting(
            value = "The port to listen on; 0 lets the system choose.",
            defaultValue = "8080",
            max = 65_535)
        int port,
    @Setting(
            value = "Event loops that serve requests; 0 takes one per available processor.",
            defaultValue = "0",
            max = 1024)
        int eventLoops,
    @Setting(
            value =
                "The networks of proxies whose word about the client is taken: from them"
                    + " X-Forwarded-*, Forwarded and X-Request-Id are continued, from all others"
                    + " replaced.",
            form = TextForm.CIDR)
        List<String> trustedProxies,
    @Setting("Bounds on what a client may send.") RequestLimits limits,
    @Setting("How long a client may take.") ClientTimeouts timeouts) {

  public GatewayConfig {
    trustedProxies = List.copyOf(trustedProxies);
  }
}
