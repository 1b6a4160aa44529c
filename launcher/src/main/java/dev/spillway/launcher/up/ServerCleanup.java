package dev.spillway.launcher.up;

/** Ends servers that a killed run left running. */
@FunctionalInterface
interface ServerCleanup {
  /** Stops them all, without grace, and says how many there were. Blocks. */
  int stopAll(RunRecord run) throws InterruptedException;
}
