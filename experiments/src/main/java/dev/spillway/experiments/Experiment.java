package dev.spillway.experiments;

import dev.spillway.experiments.lab.Lab;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;

/**
 * A question that is put to running installations. What was measured is a table; picture and
 * reading are made from the table alone, so that both can be made again without measuring.
 *
 * @param <R> a row of the table: a record of numbers and words
 */
public interface Experiment<R extends Record> {

  /** The name of its command and of its files, such as {@code response-time}. */
  String name();

  /** The class of its rows. */
  Class<R> row();

  /**
   * Measures, which takes seconds to many minutes. Blocks; when interrupted, it stops what it has
   * started and throws.
   */
  List<R> measure(Lab lab) throws InterruptedException, IOException;

  /** The table as a picture. At least one row. */
  BufferedImage picture(List<R> rows);

  /** What the table says, in a paragraph whose numbers all come from it. At least one row. */
  String reading(List<R> rows);
}
