package dev.spillway.chaos;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private final List<Restart> dockerdRestarts = new CopyOnWriteArrayList<>();

  private record Restart(long began, long ended) {}

  FaultLog(Path file) throws IOException {
    this.file = Files.newBufferedWriter(file);
  }

  synchronized void begun(FaultKind kind, String target) throws IOException {
    counts.merge(kind, 1, Integer::sum);
    write("begin " + kind + " " + target);
    if (kind == FaultKind.RESTART_REDIS_WITHOUT_DATA) {
      dataLosses.add(System.nanoTime());
    } else if (kind == FaultKind.RESTART_DOCKERD) {
      dockerdRestarts.add(new Restart(System.nanoTime(), ServerLife.NEVER));
    }
  }

  synchronized void mended(FaultKind kind, String target) throws IOException {
    write("end " + kind + " " + target);
    if (kind == FaultKind.RESTART_DOCKERD) {
      dockerdRestarts.replaceAll(
          restart ->
              restart.ended == ServerLife.NEVER
                  ? new Restart(restart.began, System.nanoTime())
                  : restart);
    }
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

  boolean wasHurt(ServerLife server) {
    return hurt.contains(server);
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
    return dockerdRestarts.stream()
        .anyMatch(restart -> restart.began <= to && from <= restart.ended);
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
