package dev.spillway.launcher.lifecycle;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where Spillway keeps what must outlive a process: {@code $XDG_STATE_HOME/spillway}, by default
 * {@code ~/.local/state/spillway}.
 */
public final class StateHome {
  private final Path root;

  /** The place that this environment names. */
  public StateHome(Map<String, String> environment, Path userHome) {
    String base = environment.getOrDefault("XDG_STATE_HOME", "");
    // By its specification a relative path is to be ignored.
    boolean usable = !base.isEmpty() && Path.of(base).isAbsolute();
    root = (usable ? Path.of(base) : userHome.resolve(".local/state")).resolve("spillway");
  }

  /** The place for this process. */
  public static StateHome ofThisProcess() {
    return new StateHome(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  /** One file per run of {@code up}. */
  public Path runs() {
    return root.resolve("runs");
  }

  /** Records of server processes, by installation. */
  public Path processes() {
    return root.resolve("processes");
  }
}
