package dev.spillway.config;

import java.util.LinkedHashSet;
import java.util.Map;
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
    pools(flags).forEach(name -> pool(settings, "pools." + name));
    flags.forEach(
        (path, text) ->
            keys.resolve(path)
                .ifPresentOrElse(
                    target ->
                        settings.put(
                            target.path(), new Value.Single(Origin.flag(path), text.strip())),
                    () ->
                        problems.add(
                            path,
                            ConfigProblem.at(Origin.flag(path), "unknown key")
                                .perhaps(Nearest.to(path, keys.leaves().keySet())))));
    return settings;
  }

  private static void pool(Settings settings, String path) {
    settings.section(path, Origin.flag(path));
  }
}
