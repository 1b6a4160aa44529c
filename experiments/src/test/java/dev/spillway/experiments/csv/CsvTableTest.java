package dev.spillway.experiments.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTableTest {
  /** A row. */
  public record Row(String name, int count, long atMs, double shareOfAll) {}

  @TempDir private Path directory;

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    CsvTable<Row> table = new CsvTable<>(Row.class);
    Path file = directory.resolve("t.csv");
    List<Row> rows =
        List.of(new Row("plain", 1, 2, 0.25), new Row("a, \"b\"", -1, Long.MAX_VALUE, 1000));

    table.write(file, rows);

    assertThat(table.read(file)).isEqualTo(rows);
    assertThat(Files.readString(file))
        .startsWith("name,count,at_ms,share_of_all\nplain,1,2,0.25\n");
  }

  @Test
  void aTableOfAnotherKindIsNamedWithWhatWasExpected() throws IOException {
    Path file = Files.writeString(directory.resolve("t.csv"), "a,b\n1,2\n");

    assertThatThrownBy(() -> new CsvTable<>(Row.class).read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("t.csv")
        .hasMessageContaining("share_of_all");
  }

  @Test
  void aBadValueIsNamedWithItsRow() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("t.csv"), "name,count,at_ms,share_of_all\nx,many,2,0.5\n");

    assertThatThrownBy(() -> new CsvTable<>(Row.class).read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("row 2")
        .hasMessageContaining("many");
  }
}
