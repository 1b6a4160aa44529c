package dev.spillway.worker.runtime.docker;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * What an image is built from, as the daemon takes it: a tar archive, in memory. The same files
 * give the same bytes, whenever they were written, so that its digest tells whether they changed.
 */
final class BuildContext {
  private final byte[] archive;

  private BuildContext(byte[] archive) {
    this.archive = archive;
  }

  /** Packs these files, and all files in these directories; paths are relative to the base. */
  static BuildContext of(Path base, List<String> parts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Path file : files(base, parts)) {
        byte[] content = Files.readAllBytes(file);
        TarArchiveEntry entry = new TarArchiveEntry(base.relativize(file).toString());
        entry.setSize(content.length);
        entry.setModTime(0L);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    return new BuildContext(bytes.toByteArray());
  }

  private static List<Path> files(Path base, List<String> parts) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String part : parts) {
      try (Stream<Path> found = Files.walk(base.resolve(part))) {
        found.filter(Files::isRegularFile).sorted().forEach(files::add);
      }
    }
    return files;
  }

  InputStream stream() {
    return new ByteArrayInputStream(archive);
  }

  String digest() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
