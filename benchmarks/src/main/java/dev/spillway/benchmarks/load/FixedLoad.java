package dev.spillway.benchmarks.load;

import dev.spillway.benchmarks.peer.Wire;

/**
 * Requests at a fixed rate.
 *
 * @param wire what is spoken
 * @param port of the proxy, on the loopback address
 * @param path what is asked for, without spaces
 * @param rate requests per second
 * @param seconds how long
 * @param connections of the clients; requests in flight with HTTP/2
 */
public record FixedLoad(
    Wire wire, int port, String path, double rate, int seconds, int connections) {

  /** As one line of text. */
  String line() {
    return "%s %d %s %s %d %d".formatted(wire, port, path, rate, seconds, connections);
  }

  /** From {@link #line}. */
  static FixedLoad of(String line) {
    String[] words = line.split(" ");
    return new FixedLoad(
        Wire.valueOf(words[0]),
        Integer.parseInt(words[1]),
        words[2],
        Double.parseDouble(words[3]),
        Integer.parseInt(words[4]),
        Integer.parseInt(words[5]));
  }
}
