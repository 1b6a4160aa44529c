package dev.spillway.benchmarks;

import dev.spillway.benchmarks.load.Sample;
import dev.spillway.benchmarks.report.Base;
import java.nio.file.Path;
import java.util.List;

/**
 * A part of the suite, with a result of its own.
 *
 * @param name of its files
 * @param title in the report
 * @param text what it shows, and how it is to be read
 * @param base what ratios are to; null: the values themselves are told
 * @param plotted kinds of samples that the report has a picture of
 * @param stacked whether these are parts of one whole, in one picture
 */
record Part(
    String name,
    String title,
    String text,
    Measurement measurement,
    Base base,
    List<Sample> plotted,
    boolean stacked) {

  /** Its result. */
  Path csv(Path directory) {
    return directory.resolve(name + ".csv");
  }
}
