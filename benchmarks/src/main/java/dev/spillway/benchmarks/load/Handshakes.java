package dev.spillway.benchmarks.load;

import dev.spillway.benchmarks.peer.Certificate;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Full handshakes of TLS, one connection after the other, by {@code openssl s_time}. */
final class Handshakes implements Saturation {
  private static final Pattern DONE = Pattern.compile("(\\d+) connections in (\\d+) real seconds");

  private final String cpus;

  /** Clients on these processors. */
  Handshakes(String cpus) {
    this.cpus = cpus;
  }

  @Override
  public Outcome run(String url, int seconds) throws IOException, InterruptedException {
    long before = Cost.endedChildrenMicros();
    String output =
        Saturation.output(
            cpus,
            List.of(
                "openssl",
                "s_time",
                "-new",
                "-connect",
                URI.create(url).getAuthority(),
                "-time",
                String.valueOf(seconds),
                "-ciphersuites",
                Certificate.CIPHER_SUITE));
    Matcher done = DONE.matcher(output);
    if (!done.find() || done.group(1).equals("0")) {
      throw new IOException("expected handshakes, openssl says:\n" + output);
    }
    return new Outcome(
        Long.parseLong(done.group(1)),
        Double.parseDouble(done.group(2)),
        Cost.endedChildrenMicros() - before);
  }
}
