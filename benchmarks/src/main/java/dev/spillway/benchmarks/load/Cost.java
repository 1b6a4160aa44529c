package dev.spillway.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a process and its descendants use of the machine, from Linux' process table. */
public final class Cost {
  private static final int TICKS_PER_SECOND = 100;

  private Cost() {}

  /** Processor time so far, in microseconds. */
  public static long cpuMicros(long pid) {
    return family(pid).mapToLong(Cost::ticks).sum() * (1_000_000 / TICKS_PER_SECOND);
  }

  /** Processor time of all processes that this one has started, and that have ended since. */
  public static long endedChildrenMicros() {
    String[] fields = stat("self");
    return ticks(fields, 13) * (1_000_000 / TICKS_PER_SECOND);
  }

  /** Resident memory now, in bytes. */
  public static long residentBytes(long pid) {
    return family(pid).mapToLong(Cost::resident).sum();
  }

  private static Stream<Long> family(long pid) {
    return ProcessHandle.of(pid).stream()
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
        .map(ProcessHandle::pid);
  }

  private static long ticks(long pid) {
    return ticks(stat(Long.toString(pid)), 11);
  }

  /** What follows the process' name. */
  private static String[] stat(String pid) {
    String stat = read(Path.of("/proc", pid, "stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
  }

  /** In user mode, and in the kernel. */
  private static long ticks(String[] fields, int first) {
    return Long.parseLong(fields[first]) + Long.parseLong(fields[first + 1]);
  }

  private static long resident(long pid) {
    return read(Path.of("/proc", Long.toString(pid), "status"))
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .sum();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException gone) {
      throw new IllegalStateException("a measured process has ended: " + file, gone);
    }
  }
}
