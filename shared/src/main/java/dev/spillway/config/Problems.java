package dev.spillway.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects mistakes, and remembers which paths they concern, so that one mistake is not reported a
 * second time as the cause of another.
 */
final class Problems {

  private static final Comparator<ConfigProblem> READING_ORDER =
      Comparator.comparingInt(
              (ConfigProblem problem) ->
                  switch (problem.source()) {
                    case ConfigProblem.FLAG -> 2;
                    case ConfigProblem.ENVIRONMENT -> 1;
                    default -> 0;
                  })
          .thenComparingInt(problem -> problem.line().orElse(0));

  private final List<ConfigProblem> found = new ArrayList<>();
  private final Set<String> paths = new HashSet<>();

  /** Adds a mistake that concerns the value at a path. */
  void add(String path, ConfigProblem problem) {
    paths.add(path);
    // A mistyped key also concerns the key that was meant: "imgae" explains why the image is gone.
    problem.nearest().ifPresent(meant -> paths.add(Paths.join(Paths.parent(path), meant)));
    found.add(problem);
  }

  /** Whether a mistake was found at one of these paths, or in the section around one. */
  boolean concern(String... candidates) {
    for (String candidate : candidates) {
      for (String path = candidate; !path.isEmpty(); path = Paths.parent(path)) {
        if (paths.contains(path)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a mistake makes a whole source unreadable. */
  boolean concernAll() {
    return paths.contains("");
  }

  /** Throws all that was found, if anything was. */
  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new ConfigException(found.stream().sorted(READING_ORDER).toList());
    }
  }
}
