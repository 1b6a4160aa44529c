package dev.spillway.config;

/** How a request is written to the access log. */
public enum AccessLogFormat {
  /** It isn't. */
  OFF,
  /** In the combined log format of web servers. */
  COMBINED,
  /** As a JSON object. */
  JSON
}
