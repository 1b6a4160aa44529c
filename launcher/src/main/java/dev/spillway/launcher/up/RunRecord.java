package dev.spillway.launcher.up;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a run of {@code spillway up} would leave behind if it were killed.
 *
 * @param instance the name its servers carry, unique to the run if {@code ownsServers}
 * @param process the run's own process
 * @param ownsServers whether its servers end with it
 * @param runtime {@code docker} or {@code process}; empty before it is chosen
 * @param dockerHost the daemon its containers are at
 * @param processDirectory where its server processes are recorded
 * @param redis its embedded Redis, if it has one
 * @param directories what to delete
 */
record RunRecord(
    String instance,
    ProcessIdentity process,
    boolean ownsServers,
    String runtime,
    String dockerHost,
    Path processDirectory,
    Optional<ProcessIdentity> redis,
    List<Path> directories) {

  RunRecord {
    directories = List.copyOf(directories);
  }

  boolean alive() {
    return process.find().isPresent();
  }

  JsonObject toJson() {
    JsonObject json =
        new JsonObject()
            .put("instance", instance)
            .put("process", process.toJson())
            .put("ownsServers", ownsServers)
            .put("runtime", runtime)
            .put("dockerHost", dockerHost)
            .put("processDirectory", processDirectory.toString())
            .put("directories", new JsonArray(directories.stream().map(Path::toString).toList()));
    redis.ifPresent(identity -> json.put("redis", identity.toJson()));
    return json;
  }

  static RunRecord fromJson(JsonObject json) {
    return new RunRecord(
        json.getString("instance"),
        ProcessIdentity.fromJson(json.getJsonObject("process")),
        json.getBoolean("ownsServers", false),
        json.getString("runtime", ""),
        json.getString("dockerHost", ""),
        Path.of(json.getString("processDirectory")),
        Optional.ofNullable(json.getJsonObject("redis")).map(ProcessIdentity::fromJson),
        json.getJsonArray("directories", new JsonArray()).stream()
            .map(path -> Path.of(String.valueOf(path)))
            .toList());
  }
}
