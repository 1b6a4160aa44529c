package dev.spillway.config;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A list in one piece of text, as the environment and flags need it: {@code [a, b]} as in YAML or
 * JSON, or the items with a separator between them.
 *
 * @param separator what stands between two items; a blank stands for white space of any length
 */
record ListFormat(String separator) {

  /** The items, none of them read yet. */
  List<String> split(String text) throws BadValue {
    String trimmed = text.strip();
    if (trimmed.isEmpty() || trimmed.equals(OptionalFormat.NONE)) {
      return List.of();
    }
    if (trimmed.startsWith("[")) {
      return yaml(trimmed);
    }
    String pattern = separator.isBlank() ? "\\s+" : "\\s*" + separator + "\\s*";
    return Arrays.stream(trimmed.split(pattern)).filter(item -> !item.isEmpty()).toList();
  }

  private static List<String> yaml(String text) throws BadValue {
    List<String> items = new ArrayList<>();
    try {
      Node node =
          new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
      if (node instanceof SequenceNode sequence) {
        for (Node item : sequence.getValue()) {
          if (!(item instanceof ScalarNode scalar)) {
            throw new BadValue("has a list or map in it");
          }
          items.add(scalar.getValue());
        }
        return items;
      }
    } catch (YAMLException notYaml) {
      throw new BadValue("is not a list in brackets: it is not valid YAML");
    }
    throw new BadValue("is not a list in brackets");
  }
}
