package dev.spillway.experiments.algorithms;

/**
 * One algorithm under one distribution of service times.
 *
 * @param balance the algorithm
 * @param serviceTimes the distribution
 * @param seed what requests and service times were drawn from; the same for each algorithm
 * @param runtime what servers were: docker or process
 * @param requests how many came
 * @param answered how many were served
 * @param serviceMeanMs the mean of the service times drawn
 * @param serviceMaxMs the longest of them
 * @param maxRequests at once on one server
 * @param idleTimeoutMs TIME_FOR_SCALE_DOWN
 * @param replicas the most servers there at once
 * @param waitP50Ms from sent to answered, less the service time: the median
 * @param waitP99Ms the same, 99th percentile
 * @param serverS seconds of servers' lives from the first request sent to the last answer received
 */
public record AlgorithmsRow(
    String balance,
    String serviceTimes,
    long seed,
    String runtime,
    int requests,
    int answered,
    double serviceMeanMs,
    double serviceMaxMs,
    int maxRequests,
    long idleTimeoutMs,
    int replicas,
    double waitP50Ms,
    double waitP99Ms,
    double serverS) {}
