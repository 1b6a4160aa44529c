package dev.spillway.redis;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for programs that have to be told theirs before they start. Safe for use by several
 * threads.
 *
 * <p>They lie below 32768, where Linux begins to hand out ports by itself: one that "any free port"
 * gave could be taken by a connection, of anybody's, in the moment before its program binds it, or
 * while that program is started again. Below 20000 as well, where servers run as processes get
 * theirs. This JVM gets each of them once before any of them again, from a place drawn at random so
 * that several JVMs don't compete for the same.
 */
public final class FreePorts {
  private static final int FIRST = 10_000;
  private static final int COUNT = 10_000;

  private static final AtomicInteger NEXT = new AtomicInteger(new SecureRandom().nextInt(COUNT));

  private FreePorts() {}

  /**
   * A port that nobody listens on at the moment, on any address.
   *
   * @throws IllegalStateException if there is none
   */
  public static int one() {
    for (int attempt = 0; attempt < COUNT; attempt++) {
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "no free port found between %d and %d".formatted(FIRST, FIRST + COUNT - 1));
  }

  /**
   * Different ports that nobody listens on at the moment.
   *
   * @param count 0 or more
   * @throws IllegalStateException if there are not as many
   */
  public static List<Integer> some(int count) {
    if (count > COUNT) {
      throw new IllegalStateException("%d ports wanted of %d".formatted(count, COUNT));
    }
    List<Integer> ports = new ArrayList<>();
    while (ports.size() < count) {
      ports.add(one());
    }
    return List.copyOf(ports);
  }

  /** Whether nobody listens on this port, on any address. */
  public static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      // Connections that have ended keep a port for a minute, in which it can be listened on.
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
