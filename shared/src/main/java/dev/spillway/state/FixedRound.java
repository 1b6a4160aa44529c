package dev.spillway.state;

/**
 * What came of a worker's round over a pool of fixed servers.
 *
 * @param probes whether it is this worker that probes them, until its next round
 * @param pool the pool after the round
 */
public record FixedRound(boolean probes, PoolSnapshot pool) {}
