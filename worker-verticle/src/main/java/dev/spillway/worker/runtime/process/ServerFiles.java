package dev.spillway.worker.runtime.process;

import dev.spillway.worker.runtime.LastLines;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One directory with a record ({@code NAME.json}) and a log ({@code NAME.log}) per server. Every
 * method blocks; safe for use by several threads and several processes.
 */
final class ServerFiles {
  private static final Logger LOG = LoggerFactory.getLogger(ServerFiles.class);
  private static final String RECORD = ".json";
  private static final String OUTPUT = ".log";

  /** A log grows to this size, in bytes, before all but its end is dropped. */
  private static final long LOG_LIMIT = 8L * 1024 * 1024;

  private final Path directory;

  private ServerFiles(Path directory) {
    this.directory = directory;
  }

  /** Makes the directory if need be, for this user alone: a server's output may be confidential. */
  static ServerFiles in(Path directory) throws IOException {
    Files.createDirectories(directory, ownerOnly(directory));
    return new ServerFiles(directory);
  }

  private static FileAttribute<?>[] ownerOnly(Path directory) {
    boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  Path log(String server) {
    return directory.resolve(server + OUTPUT);
  }

  private Path record(String server) {
    return directory.resolve(server + RECORD);
  }

  /** Writes a record whole or not at all. */
  void write(ProcessRecord record) throws IOException {
    Path unfinished = Files.createTempFile(directory, record.server(), ".tmp");
    Files.writeString(unfinished, record.toJson().encodePrettily());
    Files.move(
        unfinished,
        record(record.server()),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  Optional<ProcessRecord> read(String server) {
    return read(record(server));
  }

  List<ProcessRecord> readAll() throws IOException {
    List<ProcessRecord> records = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + RECORD)) {
      for (Path file : files) {
        read(file).ifPresent(records::add);
      }
    }
    return records;
  }

  private static Optional<ProcessRecord> read(Path file) {
    try {
      return Optional.of(ProcessRecord.fromJson(new JsonObject(Files.readString(file))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      LOG.warn("server record can't be read file={} reason={}", file, e.toString());
      return Optional.empty();
    } catch (RuntimeException e) {
      moveAside(file, e);
      return Optional.empty();
    }
  }

  /** Keeps a record that isn't one for whoever wants to know, and out of the way. */
  private static void moveAside(Path file, RuntimeException reason) {
    try {
      Path aside = file.resolveSibling(file.getFileName() + ".broken");
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      LOG.warn("server record is broken: moved aside file={} reason={}", aside, reason.toString());
    } catch (IOException e) {
      LOG.warn("server record is broken file={} reason={}", file, reason.toString());
    }
  }

  void delete(String server) {
    try {
      Files.deleteIfExists(record(server));
      Files.deleteIfExists(log(server));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last lines of a server's log; empty if there is none. */
  String lastLines(String server) {
    try {
      return LastLines.of(tail(server, LastLines.BYTES));
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * Drops all but the end of a log that has grown too large. The server goes on writing to it: the
   * file is opened for appending, so its next line follows what is left.
   */
  void trimLog(String server) {
    try {
      Path log = log(server);
      if (Files.size(log) > LOG_LIMIT) {
        byte[] end = tail(server, 8 * LastLines.BYTES).getBytes(StandardCharsets.UTF_8);
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
          file.setLength(0);
          file.write(end);
        }
      }
    } catch (IOException e) {
      LOG.debug("log not trimmed server={} reason={}", server, e.toString());
    }
  }

  private String tail(String server, int bytes) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log(server).toFile(), "r")) {
      long length = file.length();
      byte[] end = new byte[(int) Math.min(length, bytes)];
      file.seek(length - end.length);
      file.readFully(end);
      return new String(end, StandardCharsets.UTF_8);
    }
  }
}
