package dev.spillway.benchmarks;

import dev.spillway.benchmarks.peer.Wire;

/** How tables name what is asked for, and in which way; the same in every result of a suite. */
final class Scenario {
  private Scenario() {}

  static String name(Wire wire, String path) {
    String size =
        switch (path) {
          case "/" -> "few bytes";
          case "/1k" -> "1 KB";
          case "/1k-apart" -> "1 KB after its head";
          case "/100k" -> "100 KB";
          case "/10m" -> "10 MB";
          case "/chunked-1k" -> "1 KB in chunks";
          case "/chunked-100k" -> "100 KB in chunks";
          case "/upload-1k" -> "1 KB to the server";
          case "/upload-100k" -> "100 KB to the server";
          case "/upload-1m" -> "1 MB to the server";
          default -> path;
        };
    if (wire == Wire.HTTP1) {
      return size;
    }
    return path.equals("/") ? wire.label() : wire.label() + ", " + size;
  }

  /** Latencies there may be those of a queue. */
  static String atHighRate(Wire wire, String path) {
    return name(wire, path) + ", at half of the first's rate";
  }
}
