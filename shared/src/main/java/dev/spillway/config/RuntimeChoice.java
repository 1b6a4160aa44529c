package dev.spillway.config;

/** What servers are. */
public enum RuntimeChoice {
  /** Docker if its socket answers, else processes. */
  AUTO,
  /** Containers. */
  DOCKER,
  /** Local processes. */
  PROCESS
}
