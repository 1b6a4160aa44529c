package dev.spillway.config;

import dev.spillway.config.Schema.Named;
import dev.spillway.config.Schema.Section;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Loads the configuration: a YAML file, environment variables over it, flags over both, and
 * defaults for the rest. Reads the file, and touches nothing else.
 */
public final class ConfigLoader {
  private ConfigLoader() {}

  private static final Section ROOT = Schema.of(SpillwayConfig.class);
  private static final Section POOL = ((Named) ROOT.children().get("pools")).each();

  /**
   * Loads the configuration of this process.
   *
   * <p>Where the file has no pools, the environment and flags may name some; where none is named at
   * all there is one, the built-in {@link PoolConfig#builtIn web server}.
   *
   * @param file the file, if there is one
   * @param environment the environment, as in {@link System#getenv()}
   * @param flags values by dotted path, such as {@code gateway.port} or {@code
   *     pools.web.max-replicas}
   * @throws ConfigException with all mistakes that were found
   */
  public static SpillwayConfig load(
      Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
    Problems problems = new Problems();
    Settings settings = file.map(path -> readFile(path, problems)).orElseGet(Settings::new);
    return load(settings, environment, flags, problems);
  }

  /**
   * The configuration that a file with this text stands for, without environment and flags.
   *
   * @throws ConfigException with all mistakes that were found; they name the file {@code
   *     spillway.yml}
   */
  public static SpillwayConfig parse(String yaml) {
    Problems problems = new Problems();
    Settings settings = YamlReader.read("spillway.yml", yaml, ROOT, problems);
    return load(settings, Map.of(), Map.of(), problems);
  }

  private static SpillwayConfig load(
      Settings settings,
      Map<String, String> environment,
      Map<String, String> flags,
      Problems problems) {
    if (problems.concernAll()) {
      // Without the file's pools, what the others say of them would be taken for mistakes.
      problems.throwIfAny();
    }
    EnvironmentReader variables = new EnvironmentReader(environment);
    Set<String> pools = pools(settings, variables, flags);
    Keys keys = Keys.of(ROOT, pools);
    settings.overrideWith(variables.read(keys, defaultPool(pools), problems));
    settings.overrideWith(FlagReader.read(flags, keys, problems));
    pools.forEach(name -> settings.section("pools." + name, Origin.builtIn("")));
    SpillwayConfig config =
        (SpillwayConfig) new RecordBinder(settings, problems).bind(ROOT, "", "");
    new CrossChecks(settings, problems).check(config);
    problems.throwIfAny();
    return config;
  }

  private static Set<String> pools(
      Settings file, EnvironmentReader variables, Map<String, String> flags) {
    Set<String> names = new LinkedHashSet<>(file.keysBelow("pools"));
    if (names.isEmpty()) {
      names.addAll(FlagReader.pools(flags));
      names.addAll(variables.pools(POOL, ROOT, names));
    }
    return names.isEmpty() ? Set.of(PoolConfig.DEFAULT_NAME) : names;
  }

  private static Optional<String> defaultPool(Set<String> pools) {
    return pools.size() == 1
        ? pools.stream().findFirst()
        : Optional.of(PoolConfig.DEFAULT_NAME).filter(pools::contains);
  }

  /** The file's text, or as much of it as shows that it is too long. */
  private static String readText(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(YamlDocument.LONGEST + 1);
      return bytes.length > YamlDocument.LONGEST
          ? new String(bytes, StandardCharsets.ISO_8859_1)
          : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }

  private static Settings readFile(Path path, Problems problems) {
    String name = path.toString();
    try {
      return YamlReader.read(name, readText(path), ROOT, problems);
    } catch (NoSuchFileException missing) {
      problems.add("", ConfigProblem.at(Origin.wholeFile(name), "there is no such file"));
    } catch (CharacterCodingException notUtf8) {
      problems.add("", ConfigProblem.at(Origin.wholeFile(name), "is not UTF-8 text"));
    } catch (IOException unreadable) {
      String reason = unreadable.getClass().getSimpleName() + ": " + unreadable.getMessage();
      problems.add("", ConfigProblem.at(Origin.wholeFile(name), "can't be read: " + reason));
    }
    return new Settings();
  }
}
