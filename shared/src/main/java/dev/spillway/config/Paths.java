package dev.spillway.config;

import java.util.Locale;
import java.util.Optional;

/** Names of settings: dotted paths in kebab case, and the environment variables made from them. */
final class Paths {
  private Paths() {}

  static final String VARIABLE_PREFIX = "SPILLWAY_";

  /** Stands in messages and in the documentation for a pool's name. */
  static final String ANY_NAME = "NAME";

  /** Stands for a key of a map of the operator's choice. */
  static final String ANY_KEY = "KEY";

  /** The path of the pool that a path leads into. */
  static Optional<String> pool(String path) {
    int end = path.indexOf('.', "pools.".length());
    return path.startsWith("pools.") && end > 0
        ? Optional.of(path.substring(0, end))
        : Optional.empty();
  }

  static String join(String parent, String key) {
    return parent.isEmpty() ? key : parent + "." + key;
  }

  static String parent(String path) {
    int dot = path.lastIndexOf('.');
    return dot < 0 ? "" : path.substring(0, dot);
  }

  static String last(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** {@code maxReplicas} or {@code LEAST_CONNECTIONS} in kebab case. */
  static String kebab(String javaName) {
    return javaName
        .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
        .replace('_', '-')
        .toLowerCase(Locale.ROOT);
  }

  /** The part of a variable's name that stands for a path: {@code POOLS_WEB_MAX_REPLICAS}. */
  static String variablePart(String path) {
    return path.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** The environment variable for a path: {@code SPILLWAY_POOLS_WEB_MAX_REPLICAS}. */
  static String variable(String path) {
    return VARIABLE_PREFIX + variablePart(path);
  }
}
