package dev.spillway.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How tests start the command in a JVM of its own: from what the build leaves, as a user does. */
public final class DistributionJvm {
  private static final Path DISTRIBUTION = Path.of("target", "spillway").toAbsolutePath();

  private DistributionJvm() {}

  /** The words before the command's own arguments, with the JVM's options as they ship. */
  public static List<String> command() {
    List<String> options = new ArrayList<>();
    options.add("@" + Path.of("jvm.options").toAbsolutePath());
    if (Runtime.version().feature() >= 24) {
      options.add("--enable-native-access=ALL-UNNAMED");
      options.add("--sun-misc-unsafe-memory-access=allow");
    }
    return withOptions(options);
  }

  /** The words before the command's own arguments, with these options for the JVM. */
  public static List<String> withOptions(List<String> options) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add("-XX:SharedArchiveFile=" + DISTRIBUTION.resolve("spillway.jsa"));
    words.add("-Xlog:cds*=off");
    words.addAll(options);
    words.addAll(List.of("-cp", DISTRIBUTION.resolve("lib") + "/*", Main.class.getName()));
    return List.copyOf(words);
  }
}
