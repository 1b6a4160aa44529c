package dev.spillway.config;

import java.time.Duration;

/** What happens on SIGTERM. */
public record ShutdownConfig(
    @Setting(
            value =
                "How long requests are taken as before while /ready says 503 already: longer than a"
                    + " load balancer in front takes to notice.",
            defaultValue = "0s")
        Duration delay,
    @Setting(
            value =
                "How long client connections without a request are kept for one more, whose answer"
                    + " says that it is the last.",
            defaultValue = "1s")
        Duration linger,
    @Setting(
            value = "How long requests in flight and waiting may take before they are cut.",
            defaultValue = "30s")
        Duration timeout) {}
