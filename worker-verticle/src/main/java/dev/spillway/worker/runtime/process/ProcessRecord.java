package dev.spillway.worker.runtime.process;

import dev.spillway.worker.runtime.RunningServer;
import io.vertx.core.json.JsonObject;

/**
 * What is written down of a server's process, so that a later worker finds it.
 *
 * @param pool its pool's name
 * @param server its own name
 * @param url where it answers
 * @param process which process it is
 */
record ProcessRecord(String pool, String server, String url, ProcessId process) {

  RunningServer running() {
    return new RunningServer(pool, server, url);
  }

  int port() {
    return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("pool", pool)
        .put("server", server)
        .put("url", url)
        .put("pid", process.pid())
        .put("started", process.started());
  }

  /** Throws some {@link RuntimeException} if the JSON is not of such a record. */
  static ProcessRecord fromJson(JsonObject json) {
    return new ProcessRecord(
        text(json, "pool"),
        text(json, "server"),
        text(json, "url"),
        new ProcessId(json.getLong("pid"), text(json, "started")));
  }

  private static String text(JsonObject json, String field) {
    String text = json.getString(field);
    if (text == null) {
      throw new IllegalArgumentException("the field '" + field + "' is missing");
    }
    return text;
  }
}
