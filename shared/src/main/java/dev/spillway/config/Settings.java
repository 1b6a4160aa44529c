package dev.spillway.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was written, by dotted path, before it is turned into records. */
final class Settings {

  private final Map<String, Value> values = new LinkedHashMap<>();
  private final Map<String, Origin> sections = new LinkedHashMap<>();

  void put(String path, Value value) {
    values.put(path, value);
  }

  /** Notes that a section is there, even if nothing is in it. */
  void section(String path, Origin origin) {
    sections.putIfAbsent(path, origin);
  }

  /** Adds all of the other's values; they replace those here. */
  void overrideWith(Settings other) {
    other.sections.forEach(sections::putIfAbsent);
    values.putAll(other.values);
  }

  /** The value at a path, or null. */
  Value get(String path) {
    return values.get(path);
  }

  /** The keys directly below a path, in the order in which they were written. */
  Set<String> keysBelow(String path) {
    Set<String> keys = new LinkedHashSet<>();
    List<String> all = new ArrayList<>(sections.keySet());
    all.addAll(values.keySet());
    for (String candidate : all) {
      if (candidate.startsWith(path + ".")) {
        String rest = candidate.substring(path.length() + 1);
        int dot = rest.indexOf('.');
        keys.add(dot < 0 ? rest : rest.substring(0, dot));
      }
    }
    return keys;
  }

  /** All values below a path by the rest of their own, in the order in which they were written. */
  Map<String, Value> below(String path) {
    Map<String, Value> found = new LinkedHashMap<>();
    values.forEach(
        (candidate, value) -> {
          if (candidate.startsWith(path + ".")) {
            found.put(candidate.substring(path.length() + 1), value);
          }
        });
    return found;
  }

  /** Where the value at a path was given, or where the nearest section around it begins. */
  Origin origin(String path) {
    if (values.containsKey(path)) {
      return values.get(path).origin();
    }
    for (String around = path; !around.isEmpty(); around = Paths.parent(around)) {
      if (sections.containsKey(around)) {
        return sections.get(around).of(path);
      }
    }
    return Origin.builtIn(path);
  }
}
