package dev.spillway.launcher.servers;

import java.util.function.BiConsumer;

/**
 * Puts lines of an event stream together to events, as far as Spillway's own endpoint uses the
 * format: a name and one line of data each.
 */
final class ServerSentEvents {
  private static final String NAME = "event: ";
  private static final String DATA = "data: ";

  private final BiConsumer<String, String> receiver;
  private String name = "";

  ServerSentEvents(BiConsumer<String, String> receiver) {
    this.receiver = receiver;
  }

  /** The next line, without its end. */
  void line(String line) {
    if (line.startsWith(NAME)) {
      name = line.substring(NAME.length());
    } else if (line.startsWith(DATA)) {
      receiver.accept(name, line.substring(DATA.length()));
    }
  }
}
