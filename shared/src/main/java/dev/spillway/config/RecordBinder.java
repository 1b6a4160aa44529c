package dev.spillway.config;

import dev.spillway.config.Schema.Leaf;
import dev.spillway.config.Schema.Named;
import dev.spillway.config.Schema.Node;
import dev.spillway.config.Schema.Section;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes records of settings. A value that can't be read is reported, and its default stands in for
 * it, so that the rest can be checked as well.
 */
final class RecordBinder {

  private final Settings settings;
  private final Problems problems;

  RecordBinder(Settings settings, Problems problems) {
    this.settings = settings;
    this.problems = problems;
  }

  /** The record for a section; {@code name} goes to a component that isn't a setting. */
  Record bind(Section section, String path, String name) {
    RecordComponent[] components = section.type().getRecordComponents();
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String key = Paths.kebab(components[i].getName());
      Node node = section.children().get(key);
      arguments[i] = node == null ? name : value(node, Paths.join(path, key));
    }
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return section.type().getDeclaredConstructor(types).newInstance(arguments);
    } catch (ReflectiveOperationException broken) {
      throw new IllegalStateException("can't make a " + section.type().getName(), broken);
    }
  }

  private Object value(Node node, String path) {
    if (node instanceof Section section) {
      return bind(section, path, "");
    } else if (node instanceof Named named) {
      Map<String, Object> all = new LinkedHashMap<>();
      for (String name : settings.keysBelow(path)) {
        all.put(name, bind(named.each(), Paths.join(path, name), name));
      }
      return all;
    }
    Leaf leaf = (Leaf) node;
    return switch (leaf.shape()) {
      case SINGLE -> single(leaf, path);
      case LIST -> list(leaf, path);
      case MAP -> map(leaf, path);
    };
  }

  private Object single(Leaf leaf, String path) {
    Value value = settings.get(path);
    if (value instanceof Value.Single given) {
      try {
        return leaf.format().read(given.text());
      } catch (BadValue bad) {
        report(leaf, path, given, bad);
      }
    } else if (value instanceof Value.Nothing nothing
        && !(leaf.format() instanceof OptionalFormat)) {
      problems.add(
          path,
          ConfigProblem.at(nothing.origin(), "has no value").expected(leaf.format().allowed()));
    }
    return standard(leaf);
  }

  /** The value where nothing is set. */
  static Object standard(Leaf leaf) {
    String text = leaf.setting().defaultValue();
    if (text.isEmpty() && leaf.format() instanceof OptionalFormat optional) {
      return optional.empty();
    }
    try {
      return leaf.format().read(text);
    } catch (BadValue bad) {
      throw new IllegalStateException("the default \"" + text + "\" " + bad.getMessage(), bad);
    }
  }

  private List<Object> list(Leaf leaf, String path) {
    List<Value.Single> items = new ArrayList<>();
    Value value = settings.get(path);
    if (value instanceof Value.Items given) {
      items.addAll(given.items());
    } else if (value instanceof Value.Single given) {
      try {
        new ListFormat(leaf.setting().separator())
            .split(given.text())
            .forEach(item -> items.add(new Value.Single(given.origin(), item)));
      } catch (BadValue bad) {
        report(leaf, path, given, bad);
      }
    }
    List<Object> all = new ArrayList<>();
    for (Value.Single item : items) {
      try {
        all.add(leaf.format().read(item.text()));
      } catch (BadValue bad) {
        report(leaf, path, item, bad);
      }
    }
    return all;
  }

  private Map<String, Object> map(Leaf leaf, String path) {
    Map<String, Object> all = new LinkedHashMap<>();
    settings
        .below(path)
        .forEach(
            (key, value) -> {
              if (value instanceof Value.Single given) {
                try {
                  all.put(key, leaf.format().read(given.text()));
                } catch (BadValue bad) {
                  report(leaf, path, given, bad);
                }
              }
            });
    return all;
  }

  private void report(Leaf leaf, String path, Value.Single given, BadValue bad) {
    problems.add(
        path,
        ConfigProblem.at(given.origin(), bad.getMessage())
            .found(leaf.format().shown(given.text()))
            .expected(leaf.format().allowed())
            .perhaps(bad.nearest()));
  }
}
