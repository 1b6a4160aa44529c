package dev.spillway.config;

import java.util.HashSet;
import java.util.Set;

/** Checks that the values of one pool go together. */
final class PoolChecks {

  private final Settings settings;
  private final Problems problems;
  private final RuntimeChoice runtime;

  PoolChecks(Settings settings, Problems problems, RuntimeChoice runtime) {
    this.settings = settings;
    this.problems = problems;
    this.runtime = runtime;
  }

  void check(PoolConfig pool) {
    String path = "pools." + pool.name();
    minimumIsAtMostMaximum(path, pool);
    serversStandAlone(path, pool);
    serversDiffer(path, pool);
    somethingCanBeStarted(path, pool);
    namesOfVariables(path, pool);
  }

  private void minimumIsAtMostMaximum(String path, PoolConfig pool) {
    String min = path + ".min-replicas";
    String max = path + ".max-replicas";
    if (pool.minReplicas() > pool.maxReplicas() && !problems.concern(min, max)) {
      if (settings.get(min) != null) {
        add(min, "is more than max-replicas, " + pool.maxReplicas(), pool.minReplicas());
      } else {
        add(max, "is less than min-replicas, " + pool.minReplicas(), pool.maxReplicas());
      }
    }
  }

  private void serversStandAlone(String path, PoolConfig pool) {
    if (!pool.servers().isEmpty() && (pool.image().isPresent() || !pool.command().isEmpty())) {
      String other = pool.image().isPresent() ? "image" : "command";
      add(
          path + ".servers",
          "are fixed, and can't stand beside " + other + ", from which servers are started");
    }
  }

  private void serversDiffer(String path, PoolConfig pool) {
    Set<String> seen = new HashSet<>();
    for (String server : pool.servers()) {
      if (!seen.add(server)) {
        add(path + ".servers", "has " + server + " twice");
      }
    }
  }

  private void somethingCanBeStarted(String path, PoolConfig pool) {
    if (pool.builtIn()
        || !pool.servers().isEmpty()
        || problems.concern(path + ".image", path + ".command", path + ".servers")) {
      return;
    }
    if (pool.image().isEmpty() && pool.command().isEmpty()) {
      add(path, "has no servers; expected image, command or servers");
    } else if (runtime == RuntimeChoice.DOCKER && pool.image().isEmpty()) {
      add(path, "needs image, as the runtime is docker");
    } else if (runtime == RuntimeChoice.PROCESS && pool.command().isEmpty()) {
      add(path, "needs command, as the runtime is process");
    }
  }

  private void namesOfVariables(String path, PoolConfig pool) {
    for (String name : pool.env().keySet()) {
      if (!name.matches("[A-Za-z_][A-Za-z0-9_.-]*")) {
        String key = path + ".env." + name;
        add(key, "is not a variable's name; expected letters, digits and _, the first no digit");
      }
    }
  }

  private void add(String path, String message) {
    problems.add(path, ConfigProblem.at(settings.origin(path), message));
  }

  private void add(String path, String message, int found) {
    problems.add(
        path, ConfigProblem.at(settings.origin(path), message).found(Integer.toString(found)));
  }
}
