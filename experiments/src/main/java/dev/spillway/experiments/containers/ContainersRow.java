package dev.spillway.experiments.containers;

/**
 * One algorithm on one sequence of arrivals.
 *
 * @param balance the algorithm
 * @param requests how many came
 * @param repeat which repetition, from 1; the same one has the same arrivals for each algorithm
 * @param seed what the arrivals were drawn from
 * @param runtime what servers were: docker or process
 * @param windowS within which the requests came
 * @param delayMs how long a server takes for a request
 * @param maxRequests at once on one server
 * @param maxReplicas servers at the most
 * @param replicas the most servers there at once
 * @param clairvoyant the fewest that could have served these requests without any wait
 * @param answered how many were served
 * @param waitP50Ms from sent to answered, less what the server takes: the median
 * @param waitP99Ms the same, 99th percentile
 * @param serverS seconds of servers' lives from the first request sent to the last answer received
 */
public record ContainersRow(
    String balance,
    int requests,
    int repeat,
    long seed,
    String runtime,
    double windowS,
    long delayMs,
    int maxRequests,
    int maxReplicas,
    int replicas,
    int clairvoyant,
    int answered,
    double waitP50Ms,
    double waitP99Ms,
    double serverS) {}
