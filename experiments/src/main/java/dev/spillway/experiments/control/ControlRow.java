package dev.spillway.experiments.control;

/**
 * One design under load for a while.
 *
 * @param design which
 * @param repeat which repetition, from 1; the designs take turns
 * @param runtime what servers were: docker or process
 * @param clients each with one request in flight
 * @param seconds from the first request to the last answer
 * @param answered requests served
 * @param failed requests not served
 * @param perSecond answered, per second
 * @param p50Ms half of the requests were answered within this time
 * @param p99Ms 99 % of the requests were answered within this time
 * @param redisCalls calls that Redis got meanwhile, from all who use it
 * @param pendingTimers timers of Vert.x that waited in this process at the end
 * @param idleTimeoutMs TIME_FOR_SCALE_DOWN
 */
public record ControlRow(
    String design,
    int repeat,
    String runtime,
    int clients,
    double seconds,
    int answered,
    int failed,
    double perSecond,
    double p50Ms,
    double p99Ms,
    long redisCalls,
    long pendingTimers,
    long idleTimeoutMs) {}
