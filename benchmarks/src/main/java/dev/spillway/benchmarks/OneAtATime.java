package dev.spillway.benchmarks;

import dev.spillway.benchmarks.peer.Peer;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Lets one proxy run and stops the others, which share its processor: what a proxy does at rest,
 * such as looking whether servers live, would make the requests of another wait.
 */
final class OneAtATime {
  /** In this time a JVM that was stopped does what it has missed. */
  static final int SETTLING_SECONDS = 1;

  private final List<Peer.Running> all;

  /** Nobody is stopped yet. */
  OneAtATime(Collection<Peer.Running> all) {
    this.all = List.copyOf(all);
  }

  /** The others stop; returns when this one has settled. */
  void only(Peer.Running one) throws IOException, InterruptedException {
    for (Peer.Running other : all) {
      if (!other.equals(one)) {
        other.process().stop();
      }
    }
    one.process().resume();
    if (one.peer().warmsUp()) {
      TimeUnit.SECONDS.sleep(SETTLING_SECONDS);
    }
  }

  /** Nobody is stopped any more. */
  void everyone() throws IOException {
    for (Peer.Running each : all) {
      each.process().resume();
    }
  }
}
