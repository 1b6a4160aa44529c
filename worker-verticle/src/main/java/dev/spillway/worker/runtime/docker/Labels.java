package dev.spillway.worker.runtime.docker;

import java.util.Map;

/**
 * The labels of our containers. They are the only thing by which a container counts as ours.
 *
 * @param instance the installation's name
 */
record Labels(String instance) {
  private static final String INSTANCE = "spillway.instance";
  private static final String POOL = "spillway.pool";
  private static final String SERVER = "spillway.server";
  private static final String PORT = "spillway.port";

  /** What a container carries: whose it is, and the port that it answers on. */
  Map<String, String> of(String pool, String server, int port) {
    return Map.of(INSTANCE, instance, POOL, pool, SERVER, server, PORT, Integer.toString(port));
  }

  /** What all containers of the installation carry. */
  Map<String, String> ofInstance() {
    return Map.of(INSTANCE, instance);
  }

  /** What containers of this server carry. */
  Map<String, String> ofServer(String server) {
    return Map.of(INSTANCE, instance, SERVER, server);
  }

  /** Whether these labels, or an event's attributes, are those of a container of ours. */
  boolean match(Map<String, String> labels) {
    return labels != null
        && instance.equals(labels.get(INSTANCE))
        && labels.containsKey(POOL)
        && labels.containsKey(SERVER)
        && labels.getOrDefault(PORT, "").matches("\\d{1,5}");
  }

  static String pool(Map<String, String> labels) {
    return labels.get(POOL);
  }

  static int port(Map<String, String> labels) {
    return Integer.parseInt(labels.get(PORT));
  }

  static String server(Map<String, String> labels) {
    return labels.get(SERVER);
  }
}
