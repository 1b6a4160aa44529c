package dev.spillway.lb.accesslog;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A file that is appended to, and opened anew when another, or none, is found under its name: so it
 * can be moved away at any time. For one thread.
 */
final class LogFile implements LineSink {
  private final Path path;
  private OutputStream out; // null: to be opened
  private Object opened;

  /** Opens the file, or fails with the reason. */
  LogFile(Path path) throws IOException {
    this.path = path;
    open();
  }

  private void open() throws IOException {
    OutputStream fresh =
        Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    out = fresh;
    opened = keyOf(path);
  }

  @Override
  public void write(byte[] lines, int length) throws IOException {
    if (out == null) {
      open();
    }
    try {
      out.write(lines, 0, length);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  @Override
  public void look() throws IOException {
    if (out != null && !opened.equals(keyOf(path))) {
      close();
      open();
    }
  }

  /**
   * What tells files of one name apart; the time it was made where the system has nothing better.
   */
  private static Object keyOf(Path path) throws IOException {
    try {
      BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
      return found.fileKey() == null ? found.creationTime() : found.fileKey();
    } catch (NoSuchFileException e) {
      return "none";
    }
  }

  @Override
  public void close() throws IOException {
    OutputStream current = out;
    out = null;
    if (current != null) {
      current.close();
    }
  }
}
