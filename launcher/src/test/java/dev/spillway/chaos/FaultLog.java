package dev.spillway.chaos;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What was really done, for the judgement and for people. */
final class FaultLog implements AutoCloseable {
  private final BufferedWriter file;
  private final Map<FaultKind, Integer> counts = new EnumMap<>(FaultKind.class);
  private final Set<ServerLife> hurt = ConcurrentHashMap.newKeySet();
  private final List<Long> dataLosses = new CopyOnWriteArrayList<>();
  private final List<Trouble> troubles = new CopyOnWriteArrayList<>();

  private record Trouble(FaultKind kind, String target, long began, long ended) {
    boolean overlaps(long from, long to) {
      return began <= to && from <= ended;
    }
  }

  FaultLog(Path file) throws IOException {
    this.file = Files.newBufferedWriter(file);
  }

  synchronized void begun(FaultKind kind, String target) throws IOException {
    counts.merge(kind, 1, Integer::sum);
    write("begin " + kind + " " + target);
    if (kind == FaultKind.RESTART_REDIS_WITHOUT_DATA) {
      dataLosses.add(System.nanoTime());
    }
    troubles.add(new Trouble(kind, target, System.nanoTime(), ServerLife.NEVER));
  }

  synchronized void mended(FaultKind kind, String target) throws IOException {
    write("end " + kind + " " + target);
    troubles.replaceAll(
        trouble ->
            trouble.kind == kind
                    && trouble.target.equals(target)
                    && trouble.ended == ServerLife.NEVER
                ? new Trouble(kind, target, trouble.began, System.nanoTime())
                : trouble);
  }

  synchronized void note(String text) throws IOException {
    write(text);
  }

  private void write(String text) throws IOException {
    file.write(System.nanoTime() + " " + java.time.Instant.now() + " " + text);
    file.newLine();
    file.flush();
  }

  /** A server was killed or paused. */
  void hurt(ServerLife server) {
    hurt.add(server);
  }

  /**
   * Whether it was killed or paused, or ended in a restart of the Docker daemon: that takes servers
   * with it also if they were only being started when it was told to end.
   */
  boolean wasHurt(ServerLife server) {
    return hurt.contains(server)
        || (server.ended() != ServerLife.NEVER && dockerdRestarted(server.ended(), server.ended()));
  }

  /** When Redis began to lose its data. */
  List<Long> dataLosses() {
    return dataLosses;
  }

  /**
   * Whether the Docker daemon was being restarted at some time from then to then. It takes the
   * published ports of containers away while those still run.
   */
  boolean dockerdRestarted(long from, long to) {
    return troubles.stream()
        .anyMatch(
            trouble -> trouble.kind == FaultKind.RESTART_DOCKERD && trouble.overlaps(from, to));
  }

  /** For how long of the time from then to then nothing at all was wrong, in nanoseconds. */
  long undisturbed(long from, long to) {
    List<Trouble> inOrder =
        troubles.stream()
            .filter(trouble -> trouble.overlaps(from, to))
            .sorted(Comparator.comparingLong(Trouble::began))
            .toList();
    long undisturbed = 0;
    long seen = from;
    for (Trouble trouble : inOrder) {
      undisturbed += Math.max(0, trouble.began - seen);
      seen = Math.max(seen, trouble.ended);
    }
    return undisturbed + Math.max(0, to - seen);
  }

  /** How often each kind was done. */
  synchronized Map<FaultKind, Integer> counts() {
    return new EnumMap<>(counts);
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }
}
