package dev.spillway.config;

import java.time.Duration;

/** How long a client may take. */
public record ClientTimeouts(
    @Setting(
            value = "From a connection's or request's first byte to the end of its head; then 408.",
            defaultValue = "10s",
            min = 1)
        Duration head,
    @Setting(
            value = "Between two parts of a request body, each of 1 KB or its rest; then 408.",
            defaultValue = "30s",
            min = 1)
        Duration body,
    @Setting(
            value = "A kept-alive connection without a request; then it is closed.",
            defaultValue = "75s",
            min = 1)
        Duration idle) {}
