package dev.spillway.benchmarks.load;

import dev.spillway.benchmarks.peer.Certificate;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HTTP/2 by h2load: a few connections, with several requests at once on each. */
final class H2load implements Saturation {
  /** Requests on one connection. */
  static final int AT_ONCE = 8;

  private static final Pattern FINISHED = Pattern.compile("finished in ([0-9.]+)(ms|s|m)");
  private static final Pattern REQUESTS =
      Pattern.compile("(\\d+) succeeded, (\\d+) failed, (\\d+) errored, (\\d+) timeout");
  private static final Pattern STATUSES =
      Pattern.compile("(\\d+) 2xx, (\\d+) 3xx, (\\d+) 4xx, (\\d+) 5xx");

  private final String cpus;
  private final int requests;

  /**
   * Clients on these processors.
   *
   * @param requests in flight at any time
   */
  H2load(String cpus, int requests) {
    this.cpus = cpus;
    this.requests = requests;
  }

  @Override
  public Outcome run(String url, int seconds) throws IOException, InterruptedException {
    long before = Cost.endedChildrenMicros();
    int connections = Math.max(1, requests / AT_ONCE);
    String output =
        Saturation.output(
            cpus,
            List.of(
                "h2load",
                "-t1",
                "-c" + connections,
                "-m" + Math.min(AT_ONCE, requests),
                "-D" + seconds,
                "--tls13-ciphers=" + Certificate.CIPHER_SUITE,
                url));
    Matcher done = REQUESTS.matcher(output);
    Matcher statuses = STATUSES.matcher(output);
    Matcher time = FINISHED.matcher(output);
    if (!done.find() || !statuses.find() || !time.find() || !well(done) || !well(statuses)) {
      throw new IOException("expected every request to be answered well, h2load says:\n" + output);
    }
    return new Outcome(Long.parseLong(done.group(1)), seconds, Cost.endedChildrenMicros() - before);
  }

  /** All groups but the first are zero. */
  private static boolean well(Matcher counts) {
    for (int i = 2; i <= counts.groupCount(); i++) {
      if (!counts.group(i).equals("0")) {
        return false;
      }
    }
    return !counts.group(1).equals("0");
  }
}
