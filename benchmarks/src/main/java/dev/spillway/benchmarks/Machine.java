package dev.spillway.benchmarks;

import dev.spillway.benchmarks.load.Saturation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a report was made, and with which versions. */
final class Machine {
  private static final Pattern MODEL = Pattern.compile("model name\\s*: (.*)");

  private Machine() {}

  static String describe() throws IOException {
    Matcher model = MODEL.matcher(Files.readString(Path.of("/proc/cpuinfo")));
    return """
    %s. %d processors (%s), Linux %s, Java %s.
    %s; %s; vertx-http-proxy by the JDK's selector, as its guide sets it up; %s.
    """
        .formatted(
            Instant.now().truncatedTo(ChronoUnit.MINUTES),
            Runtime.getRuntime().availableProcessors(),
            model.find() ? model.group(1).strip() : "of an unknown model",
            System.getProperty("os.version"),
            System.getProperty("java.version"),
            version("haproxy", "-v"),
            version("nginx", "-v"),
            version(SpillwayHome.launcher(), "--version"));
  }

  private static String version(String... command) throws IOException {
    try {
      return Saturation.output("0,1", List.of(command)).lines().findFirst().orElse(command[0]);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return command[0];
    }
  }
}
