package dev.spillway.launcher.acceptance;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a run has made outside of its own process, seen while it runs: to be looked at again later.
 *
 * @param redis its Redis
 * @param servers its server processes
 * @param directories its temporary directories
 */
record Leavings(
    Optional<ProcessHandle> redis, List<ProcessHandle> servers, List<Path> directories) {

  /** Reads the only run's record, and those of its servers. */
  static Leavings of(Path directory) {
    List<Path> records = SpillwayProcess.runRecords(directory);
    if (records.size() != 1) {
      throw new AssertionError("expected one run on record, found " + records);
    }
    JsonObject run = json(records.get(0));
    return new Leavings(
        Optional.ofNullable(run.getJsonObject("redis"))
            .flatMap(redis -> ProcessHandle.of(redis.getLong("pid"))),
        servers(directory),
        run.getJsonArray("directories", new JsonArray()).stream()
            .map(path -> Path.of(String.valueOf(path)))
            .toList());
  }

  /** The server processes on record below this directory that run now. */
  static List<ProcessHandle> servers(Path directory) {
    List<ProcessHandle> servers = new ArrayList<>();
    for (Path record : serverRecords(directory)) {
      JsonObject json = json(record);
      Optional.ofNullable(json.getLong("pid"))
          .or(() -> Optional.ofNullable(json.getJsonObject("process")).map(p -> p.getLong("pid")))
          .flatMap(ProcessHandle::of)
          .ifPresent(servers::add);
    }
    return servers;
  }

  private static List<Path> serverRecords(Path directory) {
    Path processes = SpillwayProcess.stateHome(directory).resolve("spillway/processes");
    if (!Files.isDirectory(processes)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(processes)) {
      return files.filter(file -> file.toString().endsWith(".json")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonObject json(Path file) {
    try {
      return new JsonObject(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A process that has ended but that the system's init has not collected yet has no command. */
  static boolean runs(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  /** What of it is still there. */
  List<String> remaining() {
    List<String> remaining = new ArrayList<>();
    redis.filter(Leavings::runs).ifPresent(r -> remaining.add("redis " + r.pid()));
    servers.stream()
        .filter(Leavings::runs)
        .forEach(server -> remaining.add("server " + server.pid()));
    directories.stream().filter(Files::exists).forEach(path -> remaining.add(path.toString()));
    return remaining;
  }
}
