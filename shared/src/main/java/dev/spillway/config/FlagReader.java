package dev.spillway.config;

import dev.spillway.config.Keys.Target;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes settings from the command line, where each is named by its dotted path. */
final class FlagReader {
  private FlagReader() {}

  /** The pools that the flags name. */
  static Set<String> pools(Map<String, String> flags) {
    Set<String> names = new LinkedHashSet<>();
    for (String path : flags.keySet()) {
      String[] keys = path.split("\\.");
      if (keys.length > 2 && keys[0].equals("pools") && PoolConfig.isName(keys[1])) {
        names.add(keys[1]);
      }
    }
    return names;
  }

  static Settings read(Map<String, String> flags, Keys keys, Problems problems) {
    Settings settings = new Settings();
    flags.forEach(
        (path, text) -> {
          Origin origin = Origin.flag(path);
          Optional<Target> target = keys.resolve(path);
          if (target.isPresent()) {
            settings.put(target.get().path(), new Value.Single(origin, text.strip()));
            Paths.pool(path).ifPresent(pool -> settings.section(pool, origin));
          } else {
            ConfigProblem problem = ConfigProblem.at(origin, "unknown key");
            problems.add(path, problem.perhaps(meant(path, keys.names())));
          }
        });
    return settings;
  }

  private static Optional<String> meant(String path, Set<String> known) {
    String entry = Paths.join(path, Paths.ANY_KEY);
    return known.contains(entry) ? Optional.of(entry) : Nearest.to(path, known);
  }
}
