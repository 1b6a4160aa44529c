package dev.spillway.launcher.command;

import dev.spillway.config.ConfigException;
import dev.spillway.config.ConfigLoader;
import dev.spillway.config.ConfigProblem;
import dev.spillway.config.SpillwayConfig;
import dev.spillway.launcher.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the configuration comes from: a file, the environment over it, flags over both. */
final class ConfigurationOptions {
  private static final Path DEFAULT_FILE = Path.of("spillway.yml");

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "Configuration file; by default spillway.yml, if there is one here.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets any key of the configuration, such as pools.web.max-replicas=8.")
  private Map<String, String> values = new LinkedHashMap<>();

  /** The configuration with these values of other flags over it; --set wins over those. */
  SpillwayConfig load(Map<String, String> flags) {
    Map<String, String> all = new LinkedHashMap<>(flags);
    all.putAll(values);
    try {
      return ConfigLoader.load(file(), System.getenv(), all);
    } catch (ConfigException e) {
      throw CommandFailure.mistake(e.problems().stream().map(ConfigProblem::toString).toList(), e);
    }
  }

  private Optional<Path> file() {
    if (file != null) {
      return Optional.of(file);
    }
    return Optional.of(DEFAULT_FILE).filter(Files::exists);
  }
}
