package dev.spillway.state.redis;

import java.util.List;
import java.util.stream.Stream;

/**
 * The keys of Redis. All keys of a pool have the hash tag {@code {pool}}, so that they are in one
 * slot of a Redis Cluster.
 */
final class PoolKeys {
  /** The view of all servers, for people. */
  static final String SERVERS_VIEW = "servers";

  private static final List<String> NAMES =
      List.of(
          "servers", "granted", "inflight", "last", "gateways", "seq", "workers", "meta", "lists");

  private final String base;
  private final List<String> all;

  PoolKeys(String pool) {
    base = "spillway:{" + pool + "}:";
    all = NAMES.stream().map(name -> base + name).toList();
  }

  /** What every script declares; scripts take the pool from the first one. */
  List<String> all() {
    return all;
  }

  /** What a step of one gateway declares. Scripts also reach other gateways' permits. */
  List<String> withGateway(String gateway) {
    return Stream.concat(all.stream(), Stream.of(base + "permits:" + gateway)).toList();
  }
}
