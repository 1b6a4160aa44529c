package dev.spillway.experiments.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.experiments.csv.CsvTable;
import dev.spillway.launcher.command.SpillwayCommand;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import picocli.CommandLine;

/** Runs one experiment by its command, and looks at the files that it leaves. */
record ShortRun(Path folder, String name, String output) {

  static ShortRun of(Path folder, String name, String... options) {
    List<String> arguments = new ArrayList<>(List.of("experiment", name));
    arguments.addAll(List.of("--runtime", "process", "--no-progress"));
    arguments.addAll(List.of("--output", folder.toString()));
    arguments.addAll(List.of(options));
    StringWriter output = new StringWriter();
    CommandLine line =
        SpillwayCommand.commandLine()
            .setOut(new PrintWriter(output))
            .setErr(new PrintWriter(output));
    int exitCode = line.execute(arguments.toArray(String[]::new));
    assertThat(exitCode).as(output.toString()).isZero();
    return new ShortRun(folder, name, output.toString());
  }

  <R extends Record> List<R> rows(Class<R> type) {
    try {
      return new CsvTable<>(type).read(folder.resolve(name + ".csv"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The reading is printed and kept, and the picture shows something. */
  void leavesReadingAndPicture() throws IOException {
    assertThat(output).contains(Files.readString(folder.resolve(name + ".txt")).strip());
    BufferedImage picture = ImageIO.read(folder.resolve(name + ".png").toFile());
    assertThat(picture.getWidth()).isGreaterThan(600);
    long colors =
        IntStream.range(0, picture.getWidth() * picture.getHeight())
            .map(i -> picture.getRGB(i % picture.getWidth(), i / picture.getWidth()))
            .distinct()
            .count();
    assertThat(colors).as("colours in the picture").isGreaterThan(20);
  }
}
