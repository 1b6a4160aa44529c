package dev.spillway.chaos;

import dev.spillway.state.PoolSnapshot;
import dev.spillway.state.PoolState;
import dev.spillway.state.ServerRecord;
import dev.spillway.state.ServerState;
import dev.spillway.test.Awaiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;

/** The state that an installation without load comes back to. */
final class Rest {
  private final PoolState state;
  private final Servers servers;
  private final Recorder recorder;
  private final int gateways;
  private String seen = "";

  Rest(PoolState state, Servers servers, Recorder recorder, int gateways) {
    this.state = state;
    this.servers = servers;
    this.recorder = recorder;
    this.gateways = gateways;
  }

  /**
   * As many servers as the minimum, each with a record, each record with a server; all gateways
   * known, no others; nothing waits or is in flight.
   */
  boolean reached() {
    PoolSnapshot pool = Awaiting.await(state.snapshot());
    List<String> exist = existing();
    seen = "records " + pool + ", servers " + exist;
    List<String> records = pool.servers().stream().map(ServerRecord::name).toList();
    return pool.servers().size() == ChaosSettings.MINIMUM
        && pool.servers().stream().allMatch(Rest::idle)
        && exist.size() == records.size()
        && Set.copyOf(exist).equals(Set.copyOf(records))
        && pool.gateways().size() == gateways
        && pool.waiting() == 0;
  }

  private static boolean idle(ServerRecord server) {
    return server.state() == ServerState.READY
        && server.inFlight() == 0
        && server.granted() <= server.capacity();
  }

  private List<String> existing() {
    try {
      return servers.existing(recorder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** What it was when last looked at, for a person. */
  String seen() {
    return seen;
  }
}
