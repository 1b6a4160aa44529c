package dev.spillway.lb;

import dev.spillway.config.PoolConfig;
import dev.spillway.lb.forward.Forwarder;

/**
 * What one event loop needs to serve the requests of one pool.
 *
 * @param config the pool
 * @param entrance where permits come from
 * @param forwarder the connections to its servers
 * @param retries how many requests may go to another server
 */
record PoolService(
    PoolConfig config, Entrance entrance, Forwarder forwarder, RetryBudget retries) {}
