package dev.spillway.benchmarks.load;

import dev.spillway.benchmarks.peer.Backend;
import dev.spillway.benchmarks.peer.Subprocess;
import dev.spillway.benchmarks.peer.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** As many requests as the proxy can take: each of so many asks again when it was answered. */
public interface Saturation {

  /**
   * What came of a run.
   *
   * @param requests answered, or handshakes; part of one counts as that
   * @param seconds it took
   * @param clientMicros processor time of the client
   */
  record Outcome(double requests, double seconds, long clientMicros) {
    /** Requests per second. */
    public double rate() {
      return requests / seconds;
    }
  }

  /** Runs; fails if any request was not answered well. */
  Outcome run(String url, int seconds) throws IOException, InterruptedException;

  /**
   * The one for what clients speak, with one thread.
   *
   * @param path what is asked for; bodies of requests only with HTTP/1.1
   */
  static Saturation of(Wire wire, String cpus, int connections, String path) {
    return switch (wire) {
      case HTTP1, TLS -> new Wrk(cpus, connections, Backend.octets(path), Backend.uploaded(path));
      case H2C, H2 -> new H2load(cpus, connections);
      case HANDSHAKES -> new Handshakes(cpus);
    };
  }

  /** Runs a program to its end, and returns what it wrote. */
  static String output(String cpus, List<String> program) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(Subprocess.pinTo(cpus));
    command.addAll(program);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(program.get(0) + " failed:\n" + output);
    }
    return output;
  }
}
