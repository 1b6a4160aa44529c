package dev.spillway.config;

import java.io.StringReader;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * A file's tree of nodes, which know their lines. No object is ever made from it. The bounds
 * against hostile files (depth, aliases) are SnakeYAML's own defaults.
 */
final class YamlDocument {
  private YamlDocument() {}

  private static final Set<Tag> PLAIN =
      Set.of(
          Tag.STR,
          Tag.INT,
          Tag.FLOAT,
          Tag.BOOL,
          Tag.NULL,
          Tag.TIMESTAMP,
          Tag.SEQ,
          Tag.MAP,
          Tag.MERGE);

  /** The longest file in bytes; far beyond any real one, and still read in no time. */
  static final int LONGEST = 512 * 1024;

  /** The tree; empty if the file is, or if a problem was found. */
  static Optional<Node> compose(String file, String yaml, Problems problems) {
    if (yaml.length() > LONGEST) {
      String message = "is too long; expected " + SizeFormat.write(LONGEST) + " at the most";
      problems.add("", ConfigProblem.at(Origin.wholeFile(file), message));
      return Optional.empty();
    }
    Node node;
    try {
      LoaderOptions options = new LoaderOptions();
      node = new Yaml(new SafeConstructor(options)).compose(new StringReader(yaml));
    } catch (YAMLException notYaml) {
      problems.add("", problem(file, yaml, notYaml));
      return Optional.empty();
    }
    return node == null || hasForeignTag(file, node, problems)
        ? Optional.empty()
        : Optional.of(node);
  }

  private static ConfigProblem problem(String file, String yaml, YAMLException cause) {
    if (cause instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
      Origin origin = Origin.file(file, marked.getProblemMark().getLine() + 1, "");
      return ConfigProblem.at(origin, "not valid YAML: " + oneLine(marked.getProblem()));
    }
    if (cause instanceof ReaderException reader) {
      int position = Math.min(reader.getPosition(), yaml.length());
      int line = (int) yaml.substring(0, position).chars().filter(c -> c == '\n').count() + 1;
      String message =
          "not valid YAML: the character U+%04X can't stand in it".formatted(reader.getCodePoint());
      return ConfigProblem.at(Origin.file(file, line, ""), message);
    }
    return ConfigProblem.at(
        Origin.wholeFile(file), "not valid YAML: " + oneLine(cause.getMessage()));
  }

  private static String oneLine(String text) {
    return String.valueOf(text).replaceAll("\\s+", " ").strip();
  }

  private static boolean hasForeignTag(String file, Node root, Problems problems) {
    Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    return hasForeignTag(file, root, problems, seen);
  }

  // Recursion is bounded by SnakeYAML's limit on nesting, and by looking at each node once.
  private static boolean hasForeignTag(String file, Node node, Problems problems, Set<Node> seen) {
    if (!seen.add(node)) {
      return false;
    }
    if (!PLAIN.contains(node.getTag())) {
      int line = node.getStartMark().getLine() + 1;
      String tag = node.getTag().getValue();
      problems.add(
          "", ConfigProblem.at(Origin.file(file, line, ""), "the tag " + tag + " isn't allowed"));
      return true;
    }
    boolean foreign = false;
    if (node instanceof MappingNode mapping) {
      for (var entry : mapping.getValue()) {
        foreign |= hasForeignTag(file, entry.getKeyNode(), problems, seen);
        foreign |= hasForeignTag(file, entry.getValueNode(), problems, seen);
      }
    } else if (node instanceof SequenceNode sequence) {
      for (Node item : sequence.getValue()) {
        foreign |= hasForeignTag(file, item, problems, seen);
      }
    }
    return foreign;
  }
}
