package dev.spillway.config;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The entries of a map: its own, and those that {@code <<: *anchor} takes from other maps and that
 * it doesn't replace. Each map is worked out once, so that anchors that name anchors that name
 * anchors cost no more than the text they are written in.
 */
final class YamlMerge {

  /** Takes the mistakes. */
  interface Reporter {
    void problem(String path, Node node, String message);
  }

  private final Reporter reporter;
  private final IdentityHashMap<MappingNode, List<NodeTuple>> done = new IdentityHashMap<>();

  YamlMerge(Reporter reporter) {
    this.reporter = reporter;
  }

  /** The entries of a map, whose keys are plain text and differ. */
  List<NodeTuple> entries(String path, MappingNode mapping) {
    List<NodeTuple> known = done.get(mapping);
    if (known != null) {
      return known;
    }
    // Stands in for the result meanwhile, so that a map that merges itself comes to an end.
    done.put(mapping, List.of());
    Map<String, NodeTuple> own = new LinkedHashMap<>();
    Map<String, NodeTuple> merged = new LinkedHashMap<>();
    for (NodeTuple entry : mapping.getValue()) {
      if (entry.getKeyNode().getTag().equals(Tag.MERGE)) {
        for (NodeTuple taken : taken(path, entry.getValueNode())) {
          merged.putIfAbsent(((ScalarNode) taken.getKeyNode()).getValue(), taken);
        }
      } else if (entry.getKeyNode() instanceof ScalarNode key) {
        NodeTuple earlier = own.putIfAbsent(key.getValue(), entry);
        if (earlier != null) {
          int line = earlier.getKeyNode().getStartMark().getLine() + 1;
          String below = Paths.join(path, key.getValue());
          reporter.problem(below, key, "is given a second time; line " + line + " has the first");
        }
      } else {
        reporter.problem(
            path, entry.getKeyNode(), "has a list or map as a key; expected plain text");
      }
    }
    own.forEach(merged::put);
    List<NodeTuple> result = new ArrayList<>(merged.values());
    done.put(mapping, result);
    return result;
  }

  private List<NodeTuple> taken(String path, Node source) {
    if (source instanceof MappingNode mapping) {
      return entries(path, mapping);
    }
    List<NodeTuple> all = new ArrayList<>();
    if (source instanceof SequenceNode sequence
        && sequence.getValue().stream().allMatch(MappingNode.class::isInstance)) {
      // The first of the maps that has a key wins, and so it does in the caller.
      sequence.getValue().forEach(node -> all.addAll(entries(path, (MappingNode) node)));
    } else {
      reporter.problem(path, source, "can't be merged by <<; expected a map, or a list of maps");
    }
    return all;
  }
}
