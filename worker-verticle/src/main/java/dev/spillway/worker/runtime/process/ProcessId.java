package dev.spillway.worker.runtime.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One process, told apart from all that had or will have its pid.
 *
 * <p>On Linux {@code started} is the boot's id and the process's start in clock ticks since then.
 * {@link ProcessHandle.Info#startInstant} won't do there: it is derived from the wall clock, so
 * after a clock step the next JVM would see other start times and lose its servers. Elsewhere it is
 * that instant.
 *
 * @param pid the process's id
 * @param started when it started; equal only for the same process
 */
record ProcessId(long pid, String started) {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  /** The process that has this pid now, if one runs. */
  static Optional<ProcessId> of(long pid) {
    return started(pid).map(started -> new ProcessId(pid, started));
  }

  /** Whether this very process still runs; a zombie doesn't. */
  boolean running() {
    return started(pid).filter(started::equals).isPresent();
  }

  /** The handle by which it gets signals, if it still runs. */
  Optional<ProcessHandle> handle() {
    Optional<ProcessHandle> handle = ProcessHandle.of(pid);
    return running() ? handle : Optional.empty();
  }

  private static Optional<String> started(long pid) {
    if (Files.isReadable(BOOT_ID)) {
      return startedByProc(pid);
    }
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(handle -> handle.info().startInstant())
        .map(Object::toString);
  }

  private static Optional<String> startedByProc(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      // "pid (name) state ppid … starttime": the name may hold blanks and parentheses itself.
      String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      boolean ended = afterName[0].equals("Z") || afterName[0].equals("X");
      return ended
          ? Optional.empty()
          : Optional.of(Files.readString(BOOT_ID).strip() + ":" + afterName[19]);
    } catch (IOException e) {
      return Optional.empty(); // No such process: that is how /proc says so.
    }
  }
}
