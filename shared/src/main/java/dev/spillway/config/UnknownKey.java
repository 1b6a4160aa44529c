package dev.spillway.config;

import dev.spillway.config.Schema.Named;
import dev.spillway.config.Schema.Node;
import dev.spillway.config.Schema.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says of an unknown key which one was probably meant: a neighbour, or its namesake elsewhere. */
final class UnknownKey {
  private UnknownKey() {}

  static ConfigProblem problem(Origin origin, Section root, Section section, String key) {
    ConfigProblem problem = ConfigProblem.at(origin, "unknown key");
    Optional<String> neighbour = Nearest.to(key, section.children().keySet());
    if (neighbour.isPresent()) {
      return problem.perhaps(neighbour);
    }
    List<String> namesakes = new ArrayList<>();
    collect(root, "", key, namesakes);
    return namesakes.size() == 1
        ? problem.perhaps(Optional.of(namesakes.get(0)))
        : problem.expected("one of " + String.join(", ", section.children().keySet()));
  }

  private static void collect(Section section, String path, String key, List<String> found) {
    section
        .children()
        .forEach(
            (name, node) -> {
              String below = Paths.join(path, name);
              if (name.equals(key)) {
                found.add(below);
              }
              inside(node).ifPresent(inner -> collect(inner, step(node, below), key, found));
            });
  }

  private static Optional<Section> inside(Node node) {
    if (node instanceof Section section) {
      return Optional.of(section);
    }
    return node instanceof Named named ? Optional.of(named.each()) : Optional.empty();
  }

  private static String step(Node node, String path) {
    return node instanceof Named ? Paths.join(path, Paths.ANY_NAME) : path;
  }
}
