package dev.spillway.config;

import dev.spillway.config.Keys.Target;
import dev.spillway.config.Schema.Leaf;
import dev.spillway.config.Schema.Section;
import dev.spillway.config.Schema.Shape;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Takes settings from environment variables: {@code SPILLWAY_} and the path in capitals, or the
 * name a setting has besides. A variable set to nothing counts as not set, since that is what
 * {@code ${NAME:-}} in a compose file leaves.
 */
final class EnvironmentReader {

  private static final String POOLS = Paths.variable("pools") + "_";

  private final Map<String, String> environment;

  /** Of all variables, those that are set; in the order of their names. */
  EnvironmentReader(Map<String, String> environment) {
    this.environment = new TreeMap<>(environment);
    this.environment.values().removeIf(String::isBlank);
    this.environment.entrySet().removeIf(entry -> OtherVariables.include(entry));
  }

  /**
   * The pools that variables name beyond those known. Where a name can be read in two ways, as in
   * {@code SPILLWAY_POOLS_MY_APP_PORT}, the shortest pool name that leaves a known key is taken.
   */
  Set<String> pools(Section pool, Section root, Set<String> known) {
    Keys poolKeys = Keys.of(pool, Set.of());
    Keys knownKeys = Keys.of(root, known);
    Set<String> names = new LinkedHashSet<>();
    for (String variable : environment.keySet()) {
      if (variable.startsWith(POOLS) && resolve(variable, knownKeys).isEmpty()) {
        String rest = variable.substring(POOLS.length());
        for (int end = rest.indexOf('_'); end > 0; end = rest.indexOf('_', end + 1)) {
          String name = Paths.kebab(rest.substring(0, end));
          String key = Paths.VARIABLE_PREFIX + rest.substring(end + 1);
          if (PoolConfig.isName(name) && resolve(key, poolKeys).isPresent()) {
            names.add(name);
            break;
          }
        }
      }
    }
    return names;
  }

  /**
   * All settings given by variables.
   *
   * @param defaultPool the pool that names without a pool in them stand for, if there is one
   */
  Settings read(Keys keys, Optional<String> defaultPool, Problems problems) {
    Settings settings = new Settings();
    keys.leaves()
        .forEach((path, target) -> readAlias(path, target, defaultPool, settings, problems));
    environment.forEach(
        (variable, text) -> {
          if (variable.startsWith(Paths.VARIABLE_PREFIX)) {
            readNamedByPath(variable, text, keys, settings, problems);
          }
        });
    return settings;
  }

  private void readAlias(
      String path,
      Target target,
      Optional<String> defaultPool,
      Settings settings,
      Problems problems) {
    String alias = target.leaf().setting().alias();
    String text = environment.get(alias);
    if (text == null || !path.equals(target.path())) {
      return;
    }
    Origin origin = Origin.environment(alias);
    if (path.startsWith("pools.") && defaultPool.isEmpty()) {
      if (!problems.concern(alias)) {
        String message =
            "belongs to the default pool, and there is none: several pools, none named "
                + PoolConfig.DEFAULT_NAME;
        String allowed = Paths.variable("pools") + "_NAME_" + Paths.variablePart(Paths.last(path));
        problems.add(alias, ConfigProblem.at(origin, message).expected(allowed));
      }
    } else if (!path.startsWith("pools.") || path.startsWith("pools." + defaultPool.get() + ".")) {
      settings.put(path, new Value.Single(origin, withUnit(target.leaf(), text.strip())));
    }
  }

  /** The report's names take milliseconds without a unit, as its timers did. */
  private static String withUnit(Leaf leaf, String text) {
    return leaf.format() instanceof DurationFormat && text.matches("\\d+") ? text + "ms" : text;
  }

  private static void readNamedByPath(
      String variable, String text, Keys keys, Settings settings, Problems problems) {
    Origin origin = Origin.environment(variable);
    Optional<Target> target = resolve(variable, keys);
    if (target.isEmpty()) {
      Set<String> known = new TreeSet<>();
      keys.names().forEach(path -> known.add(Paths.variable(path)));
      keys.leaves().values().forEach(value -> known.add(value.leaf().setting().alias()));
      String unprefixed = variable.substring(Paths.VARIABLE_PREFIX.length());
      Optional<String> meant =
          known.contains(unprefixed) ? Optional.of(unprefixed) : Nearest.to(variable, known);
      problems.add(variable, ConfigProblem.at(origin, "unknown variable").perhaps(meant));
      return;
    }
    Leaf leaf = target.get().leaf();
    String path = target.get().path();
    settings.put(path, new Value.Single(origin, leaf.shape() == Shape.MAP ? text : text.strip()));
    Paths.pool(path).ifPresent(pool -> settings.section(pool, origin));
  }

  /** What a variable stands for: a key in full, or else a name in a map such as a pool's env. */
  private static Optional<Target> resolve(String variable, Keys keys) {
    Target best = null;
    int longest = 0;
    for (Map.Entry<String, Target> entry : keys.leaves().entrySet()) {
      String name = Paths.variable(entry.getKey());
      Target target = entry.getValue();
      boolean map = target.leaf().shape() == Shape.MAP;
      if (!map && name.equals(variable)) {
        return Optional.of(target);
      }
      if (map && variable.startsWith(name + "_") && name.length() > longest) {
        longest = name.length();
        String key = variable.substring(name.length() + 1);
        best = key.isEmpty() ? null : new Target(Paths.join(target.path(), key), target.leaf());
      }
    }
    return Optional.ofNullable(best);
  }
}
