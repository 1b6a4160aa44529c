package dev.spillway.worker.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The last lines of servers that are gone, so that whoever is told of an end can still ask what was
 * written before it. Keeps the newest {@value #SERVERS} servers; safe for use by several threads.
 */
public final class EndedOutputs {
  private static final int SERVERS = 64;

  private final Map<String, String> outputs = new LinkedHashMap<>();

  /** Keeps what a server wrote last; replaces what an earlier one of the same name wrote. */
  public synchronized void keep(String server, String output) {
    outputs.remove(server);
    outputs.put(server, output);
    if (outputs.size() > SERVERS) {
      outputs.remove(outputs.keySet().iterator().next());
    }
  }

  /** What the server wrote last, if it ended a short while ago. */
  public synchronized Optional<String> of(String server) {
    return Optional.ofNullable(outputs.get(server));
  }

  /** Forgets a server, because a new one takes its name. */
  public synchronized void forget(String server) {
    outputs.remove(server);
  }
}
