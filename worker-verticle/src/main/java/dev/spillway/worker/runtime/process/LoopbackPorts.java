package dev.spillway.worker.runtime.process;

import dev.spillway.worker.runtime.ServerRuntimeException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Chooses ports for servers. A port stays taken from its choice to the end of its server, so two
 * starts never get the same. Safe for use by several threads.
 *
 * <p>Ports are drawn below 32768, where Linux begins to hand out ports by itself: with "any free
 * port" a connection of our own gateway could take the port in the moment before its server binds
 * it. Drawn at random, so that several workers on one machine don't compete for the same.
 */
final class LoopbackPorts {
  private static final int FIRST = 20_000;
  private static final int COUNT = 12_768;
  private static final int ATTEMPTS = 1_000;

  private final RandomGenerator random;
  private final Set<Integer> taken = new HashSet<>();

  LoopbackPorts(RandomGenerator random) {
    this.random = random;
  }

  /** A port that nobody listens on. The caller owes a {@link #release}. */
  synchronized int take() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = FIRST + random.nextInt(COUNT);
      if (!taken.contains(port) && free(port)) {
        taken.add(port);
        return port;
      }
    }
    throw new ServerRuntimeException(
        "no free port found for a server: tried "
            + ATTEMPTS
            + " ports between "
            + FIRST
            + " and "
            + (FIRST + COUNT - 1));
  }

  /** Marks the port of a server found running. */
  synchronized void keep(int port) {
    taken.add(port);
  }

  synchronized void release(int port) {
    taken.remove(port);
  }

  /** Asks for every address, not only loopback, because that is what most servers bind. */
  private static boolean free(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
