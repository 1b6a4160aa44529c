package dev.spillway.state;

/**
 * A server as the pool's state has it. Times are epoch milliseconds of Redis' clock.
 *
 * @param name unique in the installation, such as {@code web-k3f9-1}, or {@code old@10.0.0.7:80} of
 *     a fixed server
 * @param ordinal its age rank: lower is older; unique within the pool
 * @param state never GONE or UNKNOWN
 * @param url where it answers; empty before READY
 * @param capacity requests in flight at once over all gateways
 * @param granted permits recorded on it over all gateways
 * @param inFlight requests in flight on it over all gateways, as last reported
 * @param lastRequestTime when a request last began or ended on it, as last reported; since READY at
 *     the least
 * @param createdAt when its record was made
 * @param since when it came into its state
 * @param worker who is starting or stopping it; empty if nobody
 * @param claimUntil until when that worker has it for itself; 0 if nobody
 * @param reason why it is FAILED; else empty
 */
public record ServerRecord(
    String name,
    long ordinal,
    ServerState state,
    String url,
    int capacity,
    int granted,
    int inFlight,
    long lastRequestTime,
    long createdAt,
    long since,
    String worker,
    long claimUntil,
    String reason) {}
