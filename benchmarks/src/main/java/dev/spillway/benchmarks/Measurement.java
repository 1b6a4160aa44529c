package dev.spillway.benchmarks;

import dev.spillway.benchmarks.report.Samples;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Something that can be measured by itself. */
interface Measurement {

  /** About how long it takes. */
  int seconds();

  /**
   * Measures.
   *
   * @param directory for configuration files and logs; exists
   * @param progress takes a line now and then
   */
  Samples run(Path directory, Consumer<String> progress) throws Exception;
}
