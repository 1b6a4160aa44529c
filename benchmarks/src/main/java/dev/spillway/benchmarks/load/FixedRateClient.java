package dev.spillway.benchmarks.load;

import dev.spillway.benchmarks.peer.Wire;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The process of {@link FixedRate}: makes a run for each line of its input, until that ends, and
 * answers each with a line of its own.
 */
final class FixedRateClient {
  private FixedRateClient() {}

  /** No arguments; prints percentiles in microseconds. */
  public static void main(String[] args) throws Exception {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      FixedLoad load = FixedLoad.of(line);
      FixedRate.Outcome outcome =
          load.wire() == Wire.HTTP1 ? OpenLoop.run(load) : VertxOpenLoop.run(load);
      System.out.println(outcome.line());
    }
  }
}
