package dev.spillway.config;

import dev.spillway.config.Schema.Leaf;
import dev.spillway.config.Schema.Named;
import dev.spillway.config.Schema.Section;
import dev.spillway.config.Schema.Shape;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every key that a value can be given under, for the pools that there are.
 *
 * @param leaves by dotted path; the path of a single value's section too, where it has a short form
 */
record Keys(Map<String, Target> leaves) {

  /** The path and kind of the value that a key stands for. */
  record Target(String path, Leaf leaf) {}

  /** The keys below a section, with every named section in it taken once per name. */
  static Keys of(Section section, Set<String> names) {
    Map<String, Target> leaves = new LinkedHashMap<>();
    collect(section, "", names, leaves);
    return new Keys(leaves);
  }

  private static void collect(
      Section section, String path, Set<String> names, Map<String, Target> leaves) {
    section
        .shortForm()
        .ifPresent(
            key -> {
              Leaf leaf = (Leaf) section.children().get(key);
              leaves.put(path, new Target(Paths.join(path, key), leaf));
            });
    section
        .children()
        .forEach(
            (key, node) -> {
              String below = Paths.join(path, key);
              if (node instanceof Leaf leaf) {
                leaves.put(below, new Target(below, leaf));
              } else if (node instanceof Section inner) {
                collect(inner, below, names, leaves);
              } else if (node instanceof Named named) {
                names.forEach(
                    name -> collect(named.each(), Paths.join(below, name), names, leaves));
              }
            });
  }

  /** All keys; where a key of the operator's choice follows, it is {@code KEY}. */
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    leaves.forEach(
        (path, target) ->
            names.add(target.leaf().shape() == Shape.MAP ? Paths.join(path, Paths.ANY_KEY) : path));
    return names;
  }

  /** What a dotted path stands for; a key of a map is part of the path it stands for. */
  Optional<Target> resolve(String path) {
    Target exact = leaves.get(path);
    if (exact != null) {
      return exact.leaf().shape() == Shape.MAP ? Optional.empty() : Optional.of(exact);
    }
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
      Target around = leaves.get(path.substring(0, dot));
      if (around != null && around.leaf().shape() == Shape.MAP && dot + 1 < path.length()) {
        return Optional.of(new Target(path, around.leaf()));
      }
    }
    return Optional.empty();
  }
}
