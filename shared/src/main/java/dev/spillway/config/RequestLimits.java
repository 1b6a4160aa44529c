package dev.spillway.config;

import java.util.OptionalInt;
import java.util.OptionalLong;

/** Bounds on what a client may send. Sizes are in bytes. */
public record RequestLimits(
    @Setting(
            value = "Request line and header fields together; beyond it 431.",
            defaultValue = "16KB",
            min = 1024,
            max = 1_048_576,
            bytes = true)
        int head,
    @Setting(
            value = "The request target; beyond it 414.",
            defaultValue = "8KB",
            min = 256,
            max = 1_048_576,
            bytes = true)
        int uri,
    @Setting(
            value = "The request body; beyond it 413; none: no bound.",
            defaultValue = "none",
            bytes = true)
        OptionalLong body,
    @Setting(
            value =
                "Client connections open at once in this process; beyond it 503; none: no bound.",
            defaultValue = "none",
            min = 1,
            max = 10_000_000)
        OptionalInt connections,
    @Setting(
            value =
                "Those of them from one client address; beyond it 429; none: no bound. Behind"
                    + " another proxy all clients have its address.",
            defaultValue = "none",
            min = 1,
            max = 10_000_000)
        OptionalInt connectionsPerClient) {}
