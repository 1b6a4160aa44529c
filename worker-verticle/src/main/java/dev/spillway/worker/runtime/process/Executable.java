package dev.spillway.worker.runtime.process;

import dev.spillway.worker.runtime.ServerRuntimeException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the file that a command means, as a shell would. Done before the start, because the
 * launcher in between would report a missing file only by an exit code.
 */
final class Executable {
  private final Path workingDirectory;
  private final Map<String, String> environment;

  Executable(Path workingDirectory, Map<String, String> environment) {
    this.workingDirectory = workingDirectory;
    this.environment = environment;
  }

  /** The file, absolute; throws a {@link ServerRuntimeException} that says where it was sought. */
  Path find(String pool, String command) {
    return command.contains("/")
        ? executable(workingDirectory.resolve(command)).orElseThrow(() -> notThere(pool, command))
        : onPath(command).orElseThrow(() -> notOnPath(pool, command));
  }

  private Optional<Path> onPath(String command) {
    return List.of(path().split(File.pathSeparator, -1)).stream()
        .map(directory -> executable(workingDirectory.resolve(directory).resolve(command)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Path> executable(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file)
        ? Optional.of(file.normalize())
        : Optional.empty();
  }

  private String path() {
    return environment.getOrDefault("PATH", "");
  }

  private ServerRuntimeException notThere(String pool, String command) {
    Path file = workingDirectory.resolve(command).normalize();
    return new ServerRuntimeException(
        "command of pool %s can't be run: %s %s; a relative path is taken from the worker's directory %s"
            .formatted(
                pool,
                file,
                Files.exists(file) ? "is not an executable file" : "does not exist",
                workingDirectory));
  }

  private ServerRuntimeException notOnPath(String pool, String command) {
    return new ServerRuntimeException(
        ("command of pool %s can't be run: no executable file '%s' in the directories of PATH (%s);"
                + " write its path (one with a / is taken from %s) or set PATH in the pool's env")
            .formatted(pool, command, path(), workingDirectory));
  }
}
