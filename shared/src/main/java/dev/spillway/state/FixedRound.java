package dev.spillway.state;

/**
 * What came of a worker's round over a pool of fixed servers.
 *
 * @param probes whether it is this worker that probes them, until its next round
 * @param pool the pool after the round
 * @param roster tells the pool's servers, as they are, from any others; empty if the next round
 *     must be a whole one whatever the worker finds, because something hangs on time
 */
public record FixedRound(boolean probes, PoolSnapshot pool, String roster) {}
