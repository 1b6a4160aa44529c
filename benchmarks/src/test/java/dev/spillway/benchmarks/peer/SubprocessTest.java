package dev.spillway.benchmarks.peer;

import static dev.spillway.test.Awaiting.until;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shell with a child. */
class SubprocessTest {
  @TempDir Path directory;

  private final List<ProcessHandle> family = new CopyOnWriteArrayList<>();
  private Subprocess process;

  @BeforeEach
  void start() throws IOException {
    process =
        Subprocess.start(
            "shell", directory, Map.of(), List.of("sh", "-c", "sleep 600 & child=$!; wait $child"));
    ProcessHandle shell = ProcessHandle.of(process.pid()).orElseThrow();
    until("the child is there", () -> shell.children().count() == 1);
    family.add(shell);
    family.addAll(shell.children().toList());
  }

  @AfterEach
  void end() {
    process.close();
    family.forEach(ProcessHandle::destroyForcibly);
  }

  /** {@code T} for one that is stopped. */
  private static char state(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2);
    } catch (IOException gone) {
      return 'X';
    }
  }

  @Test
  void stopsAndGoesOnWithAllItHasStarted() throws IOException {
    process.stop();
    until("all are stopped", () -> family.stream().allMatch(each -> state(each) == 'T'));

    process.resume();
    until("all go on", () -> family.stream().noneMatch(each -> state(each) == 'T'));
  }

  @Test
  void endsThoughItIsStopped() throws IOException {
    process.stop();
    until("all are stopped", () -> family.stream().allMatch(each -> state(each) == 'T'));

    process.close();

    assertFalse(family.get(0).isAlive());
    until("none is left stopped", () -> family.stream().noneMatch(each -> state(each) == 'T'));
  }
}
