package dev.spillway.state;

import java.util.List;

/**
 * A pool at one moment.
 *
 * @param now Redis' clock, epoch milliseconds
 * @param settling whether the pool lost its data within the last lease
 * @param servers all records, oldest first
 * @param gateways the ids of gateways whose lease holds
 * @param waiting requests waiting over all of them, as last reported
 * @param created names of the STARTING records that this call made; empty for a plain look
 * @param retryAt no server is started before this time because starts failed in a row; 0 if none
 */
public record PoolSnapshot(
    long now,
    boolean settling,
    List<ServerRecord> servers,
    List<String> gateways,
    int waiting,
    List<String> created,
    long retryAt) {

  public PoolSnapshot {
    servers = List.copyOf(servers);
    gateways = List.copyOf(gateways);
    created = List.copyOf(created);
  }
}
