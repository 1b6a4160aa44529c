package dev.spillway.config;

import java.util.OptionalInt;

/**
 * Where a value was given.
 *
 * @param key the name it was given under: the dotted path, or the environment variable
 */
record Origin(String source, OptionalInt line, String key) {

  static Origin file(String name, int line, String path) {
    return new Origin(name, OptionalInt.of(line), path);
  }

  static Origin wholeFile(String name) {
    return new Origin(name, OptionalInt.empty(), "");
  }

  static Origin environment(String variable) {
    return new Origin(ConfigProblem.ENVIRONMENT, OptionalInt.empty(), variable);
  }

  static Origin flag(String path) {
    return new Origin(ConfigProblem.FLAG, OptionalInt.empty(), path);
  }

  static Origin builtIn(String path) {
    return new Origin("default", OptionalInt.empty(), path);
  }

  /** The same place, speaking of another key. */
  Origin of(String otherKey) {
    return new Origin(source, line, otherKey);
  }
}
