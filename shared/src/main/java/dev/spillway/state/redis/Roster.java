package dev.spillway.state.redis;

import dev.spillway.state.ExchangeAnswer.Grant;
import dev.spillway.state.ServerState;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/**
 * The servers of a pool as an exchange told them last. Exchanges follow each other by the second,
 * and servers change by the minute: they are told again only if they are others than these.
 *
 * @param id tells these servers, as they are, from any others; empty if none were told yet
 * @param servers all of any state, in the order in which an exchange tells of them
 */
record Roster(String id, List<Server> servers) {
  static final Roster NONE = new Roster("", List.of());

  /** What stays of a server from one exchange to the next. */
  record Server(String name, long ordinal, ServerState state, String url, int capacity) {
    boolean isListed() {
      return state == ServerState.READY || state == ServerState.DRAINING;
    }
  }

  /**
   * The roster that a reply is about: this one, which the exchange said that it knew, or the one
   * that was told.
   */
  Roster or(String told, Response entries) {
    if (told.equals(id)) {
      return this;
    }
    List<Server> servers = new ArrayList<>(entries.size());
    for (Response entry : entries) {
      servers.add(
          new Server(
              entry.get(0).toString(),
              entry.get(1).toLong(),
              ServerState.parse(entry.get(2).toString()),
              entry.get(3).toString(),
              entry.get(4).toInteger()));
    }
    return new Roster(told, servers);
  }

  /**
   * What a gateway may have of those that take requests.
   *
   * @param numbers for each server what it may hold, and what others have in flight
   */
  List<Grant> grants(Response numbers) {
    List<Grant> grants = new ArrayList<>(servers.size());
    for (int i = 0; i < servers.size(); i++) {
      Server server = servers.get(i);
      if (server.isListed()) {
        grants.add(
            new Grant(
                server.name(),
                server.ordinal(),
                server.state(),
                server.url(),
                server.capacity(),
                numbers.get(2 * i).toInteger(),
                numbers.get(2 * i + 1).toInteger()));
      }
    }
    return grants;
  }
}
