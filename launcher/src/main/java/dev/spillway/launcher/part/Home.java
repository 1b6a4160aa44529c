package dev.spillway.launcher.part;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Map;
import java.util.Optional;

/** Where Spillway is installed, and with it the example server that ships with it. */
public final class Home {
  /** Where, in the example server's directory, its jars are. */
  static final String WEB_JARS = "target/web";

  private static final String WEB = "web-verticle";

  private final Path directory;

  private Home(Path directory) {
    this.directory = directory;
  }

  /** What {@code SPILLWAY_HOME} says, else found from where this class is; empty if nowhere. */
  public static Optional<Home> find(Map<String, String> environment) {
    String named = environment.getOrDefault("SPILLWAY_HOME", "");
    if (!named.isEmpty()) {
      return at(Path.of(named).toAbsolutePath());
    }
    return ownLocation().flatMap(Home::above);
  }

  private static Optional<Home> above(Path start) {
    for (Path candidate = start; candidate != null; candidate = candidate.getParent()) {
      Optional<Home> found = at(candidate);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<Home> at(Path directory) {
    return Files.isRegularFile(directory.resolve(WEB).resolve("Dockerfile"))
        ? Optional.of(new Home(directory))
        : Optional.empty();
  }

  private static Optional<Path> ownLocation() {
    CodeSource source = Home.class.getProtectionDomain().getCodeSource();
    try {
      return source == null ? Optional.empty() : Optional.of(Path.of(source.getLocation().toURI()));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** The example server's directory; its {@code Dockerfile} is in it. */
  public Path webDirectory() {
    return directory.resolve(WEB);
  }

  /** The example server's jar and what it needs. */
  public Path webJars() {
    return webDirectory().resolve(WEB_JARS);
  }
}
