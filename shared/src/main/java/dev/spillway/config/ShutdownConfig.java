package dev.spillway.config;

import java.time.Duration;

/** What happens on SIGTERM. */
public record ShutdownConfig(
    @Setting(
            value = "How long requests in flight and waiting may take before they are cut.",
            defaultValue = "30s")
        Duration timeout) {}
