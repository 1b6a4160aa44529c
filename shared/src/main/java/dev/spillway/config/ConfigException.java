package dev.spillway.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The configuration can't be used. Carries every mistake in it; its message has a line for each.
 */
public final class ConfigException extends RuntimeException {

  private final transient List<ConfigProblem> problems;

  ConfigException(List<ConfigProblem> problems) {
    super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** All mistakes: those of the file by line, then those of the environment, then of flags. */
  public List<ConfigProblem> problems() {
    return problems;
  }
}
