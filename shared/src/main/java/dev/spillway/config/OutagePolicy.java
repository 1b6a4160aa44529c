package dev.spillway.config;

/** What a gateway does while Redis can't be reached. */
public enum OutagePolicy {
  /** Go on with the permits in hand. */
  SERVE,
  /** Answer 503. */
  REJECT
}
