package dev.spillway.chaos;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A place in the installation, such as the second gateway: one part after the other fills it. */
final class Seat implements AutoCloseable {
  private final String name;
  private final Start start;
  private final List<Part> parts = new CopyOnWriteArrayList<>();

  /** Starts the next part of a seat. */
  @FunctionalInterface
  interface Start {
    Part start(String name) throws IOException;
  }

  Seat(String name, Start start) {
    this.name = name;
    this.start = start;
  }

  String name() {
    return name;
  }

  /** Fills it anew. */
  void fill() throws IOException {
    parts.add(start.start(name + "-" + (parts.size() + 1)));
  }

  /** The part that has it now, or had it last. */
  Part part() {
    return parts.get(parts.size() - 1);
  }

  /** All that ever had it. */
  List<Part> parts() {
    return parts;
  }

  @Override
  public void close() throws IOException {
    for (Part part : parts) {
      part.close();
    }
  }
}
