package dev.spillway.benchmarks.load;

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
      System.out.println(run(load).line());
    }
  }

  private static FixedRate.Outcome run(FixedLoad load) throws Exception {
    return switch (load.wire()) {
      case HTTP1 -> OpenLoop.run(load);
      case H2C, H2 -> Http2OpenLoop.run(load);
      case TLS, HANDSHAKES -> VertxOpenLoop.run(load);
    };
  }
}
