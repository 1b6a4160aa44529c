package dev.spillway.benchmarks;

/** Where Spillway's launcher is; {@code benchmarks/run} says it. */
final class SpillwayHome {
  private SpillwayHome() {}

  static String launcher() {
    return System.getProperty("spillway.launcher", "./spillway");
  }
}
