package dev.spillway.config;

import dev.spillway.config.Schema.Leaf;
import dev.spillway.config.Schema.Named;
import dev.spillway.config.Schema.Section;
import dev.spillway.config.Schema.Shape;
import java.util.Map;

/** Writes {@code docs/configuration.md} from the records. */
final class ConfigurationDoc {

  private static final String HEAD =
      """
      # Configuration

      <!-- Made from the records in shared/src/main/java/dev/spillway/config by
           %s
           Change those, then run that. -->

      Everything is optional. Without a configuration Spillway runs one pool, `web`, of the web server
      that comes with it. [`spillway.example.yml`](../spillway.example.yml) shows a whole file.

      ## Where values come from

      1. Flags: `--set gateway.port=8081`, and those with a name of their own, such as `--port`.
      2. Environment variables: `SPILLWAY_` and the key in capitals, `.` and `-` written as `_`.
      3. The file: `spillway.yml`, or the one named by `--config`.
      4. The defaults below.

      An earlier one wins over a later one, value by value. `NAME` stands for a pool's name: `my-app`
      in keys, `MY_APP` in variables. Where the file has pools, variables and flags can set values of
      those alone; else they may name pools of their own. A variable set to nothing counts as not set.

      The variables below that don't begin with `SPILLWAY_` are names known from elsewhere; the
      variable made from the key wins over them. Those among the pools' settings stand for the default
      pool: the only one, or the one named `web`.

      An unknown key, an unknown `SPILLWAY_` variable and a value out of bounds are mistakes. All of
      them are reported at once, one line each, and nothing is started:

      ```
      spillway.yml:4: gateway.prot: unknown key; did you mean "port"?
      spillway.yml:12: pools.web.max-requests: "ten" is not a whole number; expected 1 to 1000000
      environment: MIN_NO_OF_REPLICAS: "one" is not a whole number; expected 0 to 100000
      ```

      ## How values are written

      | kind | written |
      | --- | --- |
      | duration | a number and a unit, `d`, `h`, `m`, `s` or `ms`, or several as in `1h30m`; `0` needs none. `TIME_FOR_SCALE_DOWN` alone also takes a number without a unit, in milliseconds |
      | size | a number of bytes, or with a unit, `KB`, `MB`, `GB` or `TB`: powers of 1024 |
      | optional value | `none` where there is to be none |
      | list | as YAML has it, `[a, b]`; in one text, as variables need it, also `a, b`, but for `command` with spaces between: `java -jar web.jar` |
      | map | as YAML has it; a variable or flag sets one entry: `SPILLWAY_POOLS_NAME_ENV_DELAY`, `pools.NAME.env.DELAY` |
      | settings shared by pools | as YAML has it: `web: &defaults {…}`, then `api: {<<: *defaults, …}` |

      Kubernetes gives every container variables for each service, such as `SPILLWAY_GATEWAY_PORT`
      for one named `spillway-gateway`. They are recognised and ignored; `enableServiceLinks: false`
      keeps them out.
      """;

  private final StringBuilder text = new StringBuilder();

  static String write(String command) {
    ConfigurationDoc doc = new ConfigurationDoc();
    doc.text.append(HEAD.formatted(command));
    doc.section("The process", "", Schema.of(SpillwayConfig.class), "");
    return doc.text.toString();
  }

  private void section(String title, String meaning, Section section, String path) {
    text.append("\n## ").append(title).append("\n\n");
    if (!meaning.isEmpty()) {
      text.append(meaning).append("\n\n");
    }
    section
        .shortForm()
        .ifPresent(
            key ->
                text.append(
                    "`%s: VALUE` is short for `%s: {%s: VALUE}`.\n\n".formatted(path, path, key)));
    if (section.children().values().stream().anyMatch(Leaf.class::isInstance)) {
      text.append("| key | environment | default | allowed | meaning |\n");
      text.append("| --- | --- | --- | --- | --- |\n");
    }
    section
        .children()
        .forEach(
            (key, node) -> {
              if (node instanceof Leaf leaf) {
                row(Paths.join(path, key), leaf);
              }
            });
    section.children().forEach((key, node) -> inner(Paths.join(path, key), node));
  }

  private void inner(String path, Schema.Node node) {
    if (node instanceof Section section) {
      section("`" + path + "`", node.meaning(), section, path);
    } else if (node instanceof Named named) {
      String each = Paths.join(path, Paths.ANY_NAME);
      String names = " A name is " + PoolConfig.NAME_ALLOWED + ".";
      section("`" + each + "`", node.meaning() + names, named.each(), each);
    }
  }

  private void row(String path, Leaf leaf) {
    String suffix = leaf.shape() == Shape.MAP ? "." + Paths.ANY_KEY : "";
    String variables = "`" + Paths.variable(path + suffix) + "`";
    if (!leaf.setting().alias().isEmpty()) {
      variables += ", `" + leaf.setting().alias() + "`";
    }
    String standard = leaf.setting().defaultValue();
    text.append(
        "| `%s` | %s | %s | %s | %s |\n"
            .formatted(
                path,
                variables,
                standard.isEmpty() ? empty(leaf) : "`" + standard + "`",
                cell(allowed(leaf)),
                cell(leaf.meaning())));
  }

  private static String empty(Leaf leaf) {
    return leaf.shape() == Shape.SINGLE ? "`none`" : "empty";
  }

  private static String allowed(Leaf leaf) {
    String each = leaf.format().allowed();
    return Map.of(
            Shape.SINGLE, each,
            Shape.LIST, "a list; each: " + each,
            Shape.MAP, "a map; each: " + each)
        .get(leaf.shape());
  }

  private static String cell(String content) {
    return content.replace("|", "\\|").replace("*", "\\*");
  }
}
