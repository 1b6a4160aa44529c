package dev.spillway.config;

import dev.spillway.config.Schema.Leaf;
import dev.spillway.config.Schema.Named;
import dev.spillway.config.Schema.Node;
import dev.spillway.config.Schema.Section;
import dev.spillway.config.Schema.Shape;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Takes settings out of a file, each with its line. */
final class YamlReader {

  private final String file;
  private final Section root;
  private final Problems problems;
  private final Settings settings = new Settings();
  private final YamlMerge merge;

  private YamlReader(String file, Section root, Problems problems) {
    this.file = file;
    this.root = root;
    this.problems = problems;
    this.merge = new YamlMerge(this::problem);
  }

  /** Reads what fits the schema, and reports what doesn't. */
  static Settings read(String file, String yaml, Section root, Problems problems) {
    YamlReader reader = new YamlReader(file, root, problems);
    YamlDocument.compose(file, yaml, problems).ifPresent(node -> reader.section(root, "", node));
    return reader.settings;
  }

  private void section(Section section, String path, org.yaml.snakeyaml.nodes.Node node) {
    if (!path.isEmpty()) {
      settings.section(path, origin(node, path));
    }
    if (node instanceof MappingNode mapping) {
      for (NodeTuple entry : merge.entries(path, mapping)) {
        child(section, path, entry);
      }
    } else if (node instanceof ScalarNode scalar && isNothing(scalar)) {
      return;
    } else if (node instanceof ScalarNode scalar && section.shortForm().isPresent()) {
      String key = section.shortForm().get();
      leaf((Leaf) section.children().get(key), Paths.join(path, key), scalar, path);
    } else {
      problem(path, node, "is not a map of keys", String.join(", ", section.children().keySet()));
    }
  }

  private void child(Section section, String path, NodeTuple entry) {
    String key = ((ScalarNode) entry.getKeyNode()).getValue();
    String below = Paths.join(path, key);
    Node child = section.children().get(key);
    if (child == null) {
      Origin origin = origin(entry.getKeyNode(), below);
      problems.add(below, UnknownKey.problem(origin, root, section, key));
      return;
    }
    org.yaml.snakeyaml.nodes.Node value = entry.getValueNode();
    if (child instanceof Section inner) {
      section(inner, below, value);
    } else if (child instanceof Named named) {
      named(named, below, value);
    } else if (child instanceof Leaf leaf) {
      leaf(leaf, below, value, below);
    }
  }

  private void named(Named named, String path, org.yaml.snakeyaml.nodes.Node node) {
    if (node instanceof MappingNode mapping) {
      for (NodeTuple entry : merge.entries(path, mapping)) {
        String name = ((ScalarNode) entry.getKeyNode()).getValue();
        String below = Paths.join(path, name);
        if (!PoolConfig.isName(name)) {
          problem(below, entry.getKeyNode(), "is not a pool's name", PoolConfig.NAME_ALLOWED);
          continue;
        }
        settings.section(below, origin(entry.getKeyNode(), below));
        section(named.each(), below, entry.getValueNode());
      }
    } else if (!(node instanceof ScalarNode scalar && isNothing(scalar))) {
      problem(path, node, "is not a map from names to settings", "NAME: {…}");
    }
  }

  private void leaf(
      Leaf leaf, String path, org.yaml.snakeyaml.nodes.Node node, String writtenPath) {
    Origin origin = origin(node, writtenPath);
    if (node instanceof ScalarNode scalar && isNothing(scalar)) {
      settings.put(path, new Value.Nothing(origin));
    } else if (leaf.shape() == Shape.MAP) {
      map(path, node);
    } else if (node instanceof ScalarNode scalar) {
      settings.put(path, new Value.Single(origin, scalar.getValue()));
    } else if (leaf.shape() == Shape.LIST && node instanceof SequenceNode sequence) {
      settings.put(path, new Value.Items(origin, items(path, sequence)));
    } else {
      problem(path, node, "is not a single value", leaf.format().allowed());
    }
  }

  private List<Value.Single> items(String path, SequenceNode sequence) {
    List<Value.Single> items = new ArrayList<>();
    for (org.yaml.snakeyaml.nodes.Node item : sequence.getValue()) {
      if (item instanceof ScalarNode scalar) {
        items.add(new Value.Single(origin(item, path), scalar.getValue()));
      } else {
        problem(path, item, "has a list or map in it", "a list of single values");
      }
    }
    return items;
  }

  private void map(String path, org.yaml.snakeyaml.nodes.Node node) {
    if (!(node instanceof MappingNode mapping)) {
      problem(path, node, "is not a map", "{NAME: value}");
      return;
    }
    for (NodeTuple entry : merge.entries(path, mapping)) {
      String below = Paths.join(path, ((ScalarNode) entry.getKeyNode()).getValue());
      if (entry.getValueNode() instanceof ScalarNode scalar) {
        String text = isNothing(scalar) ? "" : scalar.getValue();
        settings.put(below, new Value.Single(origin(scalar, below), text));
      } else {
        problem(below, entry.getValueNode(), "is not a single value", "text");
      }
    }
  }

  private static boolean isNothing(ScalarNode scalar) {
    return scalar.getTag().equals(Tag.NULL);
  }

  private Origin origin(org.yaml.snakeyaml.nodes.Node node, String path) {
    return Origin.file(file, node.getStartMark().getLine() + 1, path);
  }

  private void problem(
      String path, org.yaml.snakeyaml.nodes.Node node, String message, String expected) {
    problems.add(path, ConfigProblem.at(origin(node, path), message).expected(expected));
  }

  private void problem(String path, org.yaml.snakeyaml.nodes.Node node, String message) {
    problems.add(path, ConfigProblem.at(origin(node, path), message));
  }
}
