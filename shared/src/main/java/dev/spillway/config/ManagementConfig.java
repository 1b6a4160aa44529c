package dev.spillway.config;

import java.util.Optional;

/** Where the management endpoint listens. */
public record ManagementConfig(
    @Setting(
            value = "The address to listen on; beyond loopback a token is required.",
            defaultValue = "127.0.0.1")
        String host,
    @Setting(
            value = "The port to listen on; 0 lets the system choose.",
            defaultValue = "9090",
            max = 65_535)
        int port,
    @Setting("The bearer token that a request must carry; none where it is empty.")
        Optional<String> token) {}
