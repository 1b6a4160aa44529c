package dev.spillway.chaos;

import java.io.IOException;

/** What is done to a process from outside. */
enum Signal {
  KILL,
  TERM,
  STOP,
  CONT;

  /** Sends it; a process that is gone already doesn't mind. */
  void to(long pid) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name(), Long.toString(pid))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
