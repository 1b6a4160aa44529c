package dev.spillway.launcher.up;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The records of runs, one file each. Every method blocks. */
final class RunDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(RunDirectory.class);

  private final Path directory;

  RunDirectory(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
  }

  /** Writes a record whole or not at all. */
  void write(RunRecord record) throws IOException {
    Path unfinished = Files.createTempFile(directory, "run", ".tmp");
    Files.writeString(unfinished, record.toJson().encodePrettily());
    Files.move(unfinished, file(record), StandardCopyOption.ATOMIC_MOVE);
  }

  void delete(RunRecord record) throws IOException {
    Files.deleteIfExists(file(record));
  }

  private Path file(RunRecord record) {
    // One process may hold several runs: programs that embed them do.
    return directory.resolve(
        "%d-%d-%s.json"
            .formatted(record.process().pid(), record.process().startedAt(), record.instance()));
  }

  /** Runs whose process is gone. */
  List<RunRecord> dead() throws IOException {
    List<RunRecord> dead = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.json")) {
      for (Path file : files) {
        try {
          RunRecord record = RunRecord.fromJson(new JsonObject(Files.readString(file)));
          if (!record.alive()) {
            dead.add(record);
          }
        } catch (IOException | RuntimeException e) {
          // Another run may have cleaned up and deleted it just now.
          if (Files.exists(file)) {
            LOG.warn("run record ignored, delete it by hand file={} reason={}", file, e.toString());
          }
        }
      }
    }
    return dead;
  }

  /**
   * Takes a dead run's record for this process to clean up after, until closed. Empty if another
   * process does so, or has done: several runs may start at once.
   */
  Optional<FileChannel> claim(RunRecord record) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(file(record), StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (channel.tryLock() == null || !Files.exists(file(record))) {
      channel.close();
      return Optional.empty();
    }
    return Optional.of(channel);
  }
}
