package dev.spillway.worker.runtime.docker;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Containers whose end needs no telling: it was asked for here, or has been told already. An event,
 * a listing and a stop may all come upon the same end; the first that settles it deals with it.
 * Remembers the newest {@value #CONTAINERS}; safe for use by several threads.
 */
final class SettledEnds {
  private static final int CONTAINERS = 4_096;

  private final Set<String> ids = new LinkedHashSet<>();

  /** True for the first who settles this container's end. */
  synchronized boolean settle(String id) {
    boolean first = ids.add(id);
    if (ids.size() > CONTAINERS) {
      ids.remove(ids.iterator().next());
    }
    return first;
  }

  /** From now on its end is to be told. */
  synchronized void reopen(String id) {
    ids.remove(id);
  }
}
