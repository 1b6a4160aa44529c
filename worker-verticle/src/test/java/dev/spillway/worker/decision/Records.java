package dev.spillway.worker.decision;

import dev.spillway.state.PoolSnapshot;
import dev.spillway.state.ServerRecord;
import dev.spillway.state.ServerState;
import java.util.List;

/** Records for tests of decisions; Redis' clock stands at {@link #NOW}. */
final class Records {
  static final long NOW = 1_000_000;

  private Records() {}

  static ServerRecord server(String name, ServerState state) {
    return server(name, state, "", 0, 0);
  }

  static ServerRecord claimed(String name, ServerState state, String worker, long claimUntil) {
    return server(name, state, worker, claimUntil, 0);
  }

  static ServerRecord since(String name, ServerState state, long since) {
    return server(name, state, "", 0, since);
  }

  private static ServerRecord server(
      String name, ServerState state, String worker, long claimUntil, long since) {
    String url = state == ServerState.STARTING ? "" : "http://" + name;
    return new ServerRecord(
        name, 1, state, url, 10, 0, 0, since, since, since, worker, claimUntil, "");
  }

  static PoolSnapshot pool(ServerRecord... servers) {
    return new PoolSnapshot(NOW, false, List.of(servers), List.of(), 0, List.of(), 0);
  }

  static PoolSnapshot waiting(int waiting, ServerRecord... servers) {
    return new PoolSnapshot(NOW, false, List.of(servers), List.of(), waiting, List.of(), 0);
  }

  static PoolSnapshot created(String created, ServerRecord... servers) {
    return new PoolSnapshot(NOW, false, List.of(servers), List.of(), 0, List.of(created), 0);
  }
}
