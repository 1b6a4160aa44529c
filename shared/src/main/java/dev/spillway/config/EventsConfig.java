package dev.spillway.config;

import java.time.Duration;

/** What gateways and workers publish on the event bus. */
public record EventsConfig(
    @Setting(
            value =
                "How often request-served is published per server, where no more than 1,000 events a second come of it; 0: for each request.",
            defaultValue = "100ms",
            max = 60_000)
        Duration flushInterval) {}
