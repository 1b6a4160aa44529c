package dev.spillway.worker.runtime.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts a process that lives on without us, in two steps: {@link #begin} makes the process, and
 * {@link Waiting#go} lets it become the server. In between its pid can be written down; if we die
 * before {@code go}, the process ends by itself. So there is never a server that nobody knows of.
 *
 * <p>What detaches it:
 *
 * <ul>
 *   <li>{@code setsid}: a session of its own, so that Ctrl-C or a closed terminal, which signal our
 *       process group and session, don't reach it. As the new process leads no group it isn't
 *       forked once more and keeps its pid. Where there is no {@code setsid} (macOS), the signals
 *       of the terminal are ignored instead, which an executed program inherits.
 *   <li>output into a file: a pipe of ours would break with us and kill it at its next line.
 * </ul>
 */
final class DetachedStart {
  private static final String GO_THEN_EXEC = "read -r go && exec \"$@\" </dev/null";
  private static final String IGNORE_TERMINAL = "trap '' INT QUIT HUP; ";
  private static final List<Path> SETSID =
      List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

  private DetachedStart() {}

  /** Makes the process; it waits for {@link Waiting#go}. Blocks for some milliseconds. */
  static Waiting begin(List<String> command, Map<String, String> environment, Path log)
      throws IOException {
    List<String> line = new ArrayList<>();
    boolean setsid = false;
    for (Path candidate : SETSID) {
      if (!setsid && Files.isExecutable(candidate)) {
        line.add(candidate.toString());
        setsid = true;
      }
    }
    line.addAll(List.of("/bin/sh", "-c", (setsid ? "" : IGNORE_TERMINAL) + GO_THEN_EXEC, "sh"));
    line.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    return new Waiting(builder.start());
  }

  /** A process that has a pid and waits to become the server. */
  record Waiting(Process process) {

    /** Lets it go on. */
    void go() throws IOException {
      try (OutputStream gate = process.getOutputStream()) {
        gate.write("go\n".getBytes(StandardCharsets.US_ASCII));
      }
    }
  }
}
