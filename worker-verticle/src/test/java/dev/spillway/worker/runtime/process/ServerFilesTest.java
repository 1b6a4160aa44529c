package dev.spillway.worker.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.worker.runtime.LastLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerFilesTest {
  private static final ProcessRecord RECORD =
      new ProcessRecord("web", "web-1", "http://127.0.0.1:20000", new ProcessId(1, "a:2"));

  @TempDir Path directory;
  private ServerFiles files;

  @BeforeEach
  void open() throws IOException {
    files = ServerFiles.in(directory.resolve("servers"));
  }

  @Test
  void writtenRecordIsReadBack() throws IOException {
    files.write(RECORD);

    assertThat(files.read("web-1")).contains(RECORD);
    assertThat(files.readAll()).containsExactly(RECORD);
    assertThat(files.read("web-2")).isEmpty();
  }

  @Test
  void brokenRecordsAreMovedAside() throws IOException {
    files.write(RECORD);
    for (String broken : List.of("", "{", "{}", "{\"pool\": 1}", "[]")) {
      Files.writeString(directory.resolve("servers").resolve("broken.json"), broken);

      assertThat(files.readAll()).as(broken).containsExactly(RECORD);
      assertThat(directory.resolve("servers").resolve("broken.json.broken")).hasContent(broken);
    }
  }

  @Test
  void deletedServerLeavesNoFile() throws IOException {
    files.write(RECORD);
    Files.writeString(files.log("web-1"), "line");

    files.delete("web-1");
    files.delete("web-1");

    assertThat(directory.resolve("servers")).isEmptyDirectory();
  }

  @Test
  void lastLinesAreTheLogsEnd() throws IOException {
    for (int n = 1; n <= 100; n++) {
      append("line " + n + "\n");
    }

    assertThat(files.lastLines("web-1").lines())
        .hasSize(LastLines.LINES)
        .startsWith("line " + (101 - LastLines.LINES))
        .endsWith("line 100");
    assertThat(files.lastLines("web-2")).isEmpty();
  }

  @Test
  void largeLogIsCutToItsEndAndGoesOnAfterIt() throws IOException {
    String block = "x".repeat(1023) + "\n";
    append(block.repeat(9 * 1024));
    append("last\n");

    files.trimLog("web-1");
    append("next\n");

    assertThat(Files.size(files.log("web-1"))).isLessThan(100 * 1024);
    assertThat(Files.readString(files.log("web-1"))).endsWith("last\nnext\n");
  }

  @Test
  void smallLogIsKeptWhole() throws IOException {
    append("line\n");

    files.trimLog("web-1");

    assertThat(files.log("web-1")).hasContent("line\n");
  }

  private void append(String text) throws IOException {
    Files.writeString(
        files.log("web-1"), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
