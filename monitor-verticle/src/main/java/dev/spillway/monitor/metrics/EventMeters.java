package dev.spillway.monitor.metrics;

import io.vertx.core.json.JsonObject;

/** Makes metrics of one kind of event. */
public interface EventMeters {

  /** Where the events are published. */
  String address();

  /** An event was published by this process; on one event loop. */
  void heard(JsonObject event);
}
