package dev.spillway.experiments.scaling;

/**
 * A moment at which something changed.
 *
 * @param timeS seconds after the first request was sent; negative before
 * @param replicas servers there from now on: ready, or finishing their last requests
 * @param answered requests served until now
 * @param requests how many were sent in all
 * @param runtime what servers were: docker or process
 * @param delayMs how long a server takes for a request
 * @param maxRequests at once on one server
 * @param minReplicas servers at least
 * @param maxReplicas servers at the most
 * @param idleTimeoutMs TIME_FOR_SCALE_DOWN
 */
public record ScalingRow(
    double timeS,
    int replicas,
    int answered,
    int requests,
    String runtime,
    long delayMs,
    int maxRequests,
    int minReplicas,
    int maxReplicas,
    long idleTimeoutMs) {}
