package dev.spillway.launcher.up;

import dev.spillway.config.SpillwayConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The record of the run that this process is: kept up to date, and deleted at its end. */
final class ThisRun {
  private final RunDirectory runs;
  private RunRecord record;

  private ThisRun(RunDirectory runs, RunRecord record) throws IOException {
    this.runs = runs;
    this.record = record;
    runs.write(record);
  }

  /** Records that a run has begun; with a Redis of its own, its servers are its own, too. */
  static ThisRun begin(RunDirectory runs, SpillwayConfig config, Path processDirectory)
      throws IOException {
    return new ThisRun(
        runs,
        new RunRecord(
            config.instance(),
            ProcessIdentity.of(ProcessHandle.current()),
            config.redis().embedded(),
            "",
            config.docker().host(),
            processDirectory,
            Optional.empty(),
            config.redis().embedded() ? List.of(processDirectory) : List.of()));
  }

  /** Its embedded Redis runs. */
  void redis(long pid, Path directory) throws IOException {
    List<Path> directories = new ArrayList<>(record.directories());
    directories.add(directory);
    update(
        new RunRecord(
            record.instance(),
            record.process(),
            record.ownsServers(),
            record.runtime(),
            record.dockerHost(),
            record.processDirectory(),
            ProcessIdentity.of(pid),
            directories));
  }

  /** Its servers will be of this kind. */
  void runtime(String kind) throws IOException {
    update(
        new RunRecord(
            record.instance(),
            record.process(),
            record.ownsServers(),
            kind,
            record.dockerHost(),
            record.processDirectory(),
            record.redis(),
            record.directories()));
  }

  private void update(RunRecord changed) throws IOException {
    record = changed;
    runs.write(record);
  }

  /** Nothing is left: the record is deleted, and the directories with it. */
  void end() throws IOException {
    for (Path directory : record.directories()) {
      Directories.delete(directory);
    }
    runs.delete(record);
  }
}
