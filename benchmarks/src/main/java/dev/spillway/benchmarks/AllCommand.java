package dev.spillway.benchmarks;

import dev.spillway.benchmarks.report.CsvFile;
import dev.spillway.benchmarks.report.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole suite; goes on where an earlier run of it was cut short. */
@Command(
    name = "all",
    description =
        "Everything, one after the other: a CSV file for each part, and a report with pictures."
            + " Parts that have a result already are left out.",
    showDefaultValues = true)
final class AllCommand implements Callable<Integer> {
  @Option(names = "--out", description = "folder for results, report, configuration files and logs")
  private Path directory = Path.of("target/benchmarks/all");

  @Option(names = "--short", description = "less than a quarter of the time, wider spreads")
  private boolean shorter;

  @Option(names = "--tiny", description = "only to see that everything works")
  private boolean tiny;

  @Option(names = "--again", description = "also what has a result already")
  private boolean again;

  @Option(names = "--parts", split = ",", description = "only these (default: all)")
  private List<String> names = List.of();

  @Override
  public Integer call() throws Exception {
    directory = Files.createDirectories(directory.toAbsolutePath());
    Effort effort = tiny ? Effort.TINY : shorter ? Effort.SHORT : Effort.FULL;
    List<Part> all = new Suite(effort).parts();
    checkNames(all);
    List<Part> parts =
        all.stream().filter(part -> names.isEmpty() || names.contains(part.name())).toList();
    List<Part> todo = parts.stream().filter(this::isToDo).toList();
    int left = todo.stream().mapToInt(part -> part.measurement().seconds()).sum();
    say("%d parts, about %s; results in %s".formatted(todo.size(), time(left), directory));
    int failed = 0;
    for (Part part : parts) {
      if (!todo.contains(part)) {
        say(part.name() + ": has a result already (--again measures it anew)");
        continue;
      }
      say(
          "%s: about %s of %s"
              .formatted(part.name(), time(part.measurement().seconds()), time(left)));
      left -= part.measurement().seconds();
      failed += run(part) ? 0 : 1;
      new Report(directory).write(all);
    }
    say("report: " + new Report(directory).write(all));
    return failed == 0 ? 0 : 1;
  }

  private void checkNames(List<Part> parts) {
    List<String> known = parts.stream().map(Part::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException("expected some of " + known + ", found " + name);
      }
    }
  }

  private boolean isToDo(Part part) {
    return again || !Files.exists(part.csv(directory));
  }

  /** A part that fails doesn't keep the others from being measured. */
  private boolean run(Part part) throws InterruptedException {
    long start = System.nanoTime();
    try {
      Path folder = Files.createDirectories(directory.resolve(part.name()));
      Samples samples = part.measurement().run(folder, line -> say(part.name() + ": " + line));
      CsvFile.write(part.csv(directory), samples);
      int took = (int) ((System.nanoTime() - start) / 1_000_000_000);
      say(part.name() + ": took " + time(took));
      return true;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      say(part.name() + ": FAILED: " + e);
      return false;
    }
  }

  private static String time(int seconds) {
    Duration time = Duration.ofSeconds(seconds);
    return "%d:%02d min".formatted(time.toMinutes(), time.toSecondsPart());
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
