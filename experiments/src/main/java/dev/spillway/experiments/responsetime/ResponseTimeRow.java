package dev.spillway.experiments.responsetime;

/**
 * So many requests at once.
 *
 * @param series {@code round-robin}, {@code least-connections} or {@code single server}
 * @param requests how many were sent
 * @param repeat which repetition, from 1
 * @param runtime what servers were: docker or process
 * @param delayMs how long a server takes for a request
 * @param maxRequests at once on one server
 * @param maxReplicas servers at the most
 * @param totalS from the first request sent to the last answer received
 * @param meanS from a request sent to its answer received, the mean
 * @param answered how many were served
 * @param replicas the most servers there at once
 */
public record ResponseTimeRow(
    String series,
    int requests,
    int repeat,
    String runtime,
    long delayMs,
    int maxRequests,
    int maxReplicas,
    double totalS,
    double meanS,
    int answered,
    int replicas) {}
