package dev.spillway.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HTTP/1.1 by wrk. Large answers are counted by what was read of them: a turn is over in the midst
 * of one per connection, and those that connections share a link for end at about the same time.
 */
final class Wrk implements Saturation {
  private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ([0-9.]+)(ms|s|m)");

  /** By default wrk counts an answer of over 2 s as lost; 64 of 10 MB at once take longer. */
  private static final int TIMEOUT_SECONDS = 60;

  /** What wrk read, heads included. */
  private static final Pattern READ = Pattern.compile("([0-9.]+)(B|KB|MB|GB|TB) read");

  private static final List<String> UNITS = List.of("B", "KB", "MB", "GB", "TB");

  /** Of answers of this size on, a head is less than a thousandth. */
  private static final long LARGE = 1 << 20;

  private final String cpus;
  private final int connections;
  private final long answer;
  private final int upload;

  /**
   * Clients on these processors.
   *
   * @param answer octets in the body of an answer
   * @param upload octets in the body of a request, 0 for none
   */
  Wrk(String cpus, int connections, long answer, int upload) {
    this.cpus = cpus;
    this.connections = connections;
    this.answer = answer;
    this.upload = upload;
  }

  @Override
  public Outcome run(String url, int seconds) throws IOException, InterruptedException {
    long before = Cost.endedChildrenMicros();
    String output = upload == 0 ? output(url, seconds) : upload(url, seconds);
    Matcher requests = REQUESTS.matcher(output);
    if (!requests.find() || output.contains("Non-2xx") || output.contains("Socket errors")) {
      throw new IOException("expected every request to be answered well, wrk says:\n" + output);
    }
    double unit =
        switch (requests.group(3)) {
          case "ms" -> 0.001;
          case "m" -> 60;
          default -> 1;
        };
    return new Outcome(
        answer < LARGE ? Long.parseLong(requests.group(1)) : read(output) / answer,
        Double.parseDouble(requests.group(2)) * unit,
        Cost.endedChildrenMicros() - before);
  }

  private String output(String url, int seconds, String... more)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "wrk",
                "-t1",
                "-c" + connections,
                "-d" + seconds + "s",
                "--timeout",
                TIMEOUT_SECONDS + "s"));
    command.addAll(List.of(more));
    command.add(url);
    return Saturation.output(cpus, command);
  }

  private String upload(String url, int seconds) throws IOException, InterruptedException {
    Path script = Files.createTempFile("upload", ".lua");
    try {
      Files.writeString(
          script, "wrk.method = 'POST'\nwrk.body = string.rep('a', %d)\n".formatted(upload));
      return output(url, seconds, "-s", script.toString());
    } finally {
      Files.delete(script);
    }
  }

  private static double read(String output) throws IOException {
    Matcher read = READ.matcher(output);
    if (!read.find()) {
      throw new IOException("expected how much was read, wrk says:\n" + output);
    }
    return Double.parseDouble(read.group(1)) * Math.pow(1024, UNITS.indexOf(read.group(2)));
  }
}
