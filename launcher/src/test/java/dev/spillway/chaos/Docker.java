package dev.spillway.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The {@code docker} command, with the daemon that it is to ask.
 *
 * @param socket where that daemon listens
 */
record Docker(Path socket) {
  /** The daemon of this machine. */
  static final Docker OF_MACHINE = new Docker(Path.of("/var/run/docker.sock"));

  /** The lines that it printed; none if it failed. */
  List<String> run(String... arguments) throws IOException, InterruptedException {
    Process process = command(arguments).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? output.lines().toList() : List.of();
  }

  /** Copies an image to another daemon, without a registry. */
  void copy(String image, Docker to) throws IOException, InterruptedException {
    List<Process> pipe =
        ProcessBuilder.startPipeline(List.of(command("save", image), to.command("load", "-q")));
    for (Process process : pipe) {
      if (process.waitFor() != 0) {
        throw new IOException("image " + image + " could not be copied to " + to);
      }
    }
  }

  private ProcessBuilder command(String... arguments) {
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(Stream.of("docker"), Stream.of(arguments)).toList());
    builder.environment().put("DOCKER_HOST", "unix://" + socket);
    return builder;
  }
}
