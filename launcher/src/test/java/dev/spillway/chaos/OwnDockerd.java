package dev.spillway.chaos;

import dev.spillway.test.Awaiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Docker daemon of the test's own, beside that of the machine, so that it can be restarted: its
 * files, socket and bridge are its own, and it leaves the machine's packet filter alone.
 */
final class OwnDockerd implements AutoCloseable {
  private static final long PID = ProcessHandle.current().pid();
  private static final String BRIDGE = "spw" + PID;
  private static final String ADDRESS = "02:42:0a:d6:%02x:01".formatted(PID % 250);

  private final Path directory;
  private final Docker docker;
  private Process process;

  private OwnDockerd(Path directory) {
    this.directory = directory;
    this.docker = new Docker(directory.resolve("sock"));
  }

  /** Why none can be started here; empty if that is worth a try. */
  static String obstacle() {
    for (String command : List.of("dockerd", "ip")) {
      if (!installed(command)) {
        return command + " is not installed";
      }
    }
    return "root".equals(System.getProperty("user.name")) ? "" : "dockerd is for root to start";
  }

  private static boolean installed(String command) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
  }

  /** Starts one without images. Fails if it doesn't answer, with what it wrote. */
  static OwnDockerd begin() throws IOException, InterruptedException {
    OwnDockerd dockerd = new OwnDockerd(Files.createTempDirectory("spillway-dockerd"));
    try {
      dockerd.makeBridge();
      dockerd.start();
      return dockerd;
    } catch (IOException | InterruptedException | AssertionError e) {
      dockerd.close();
      throw e;
    }
  }

  Docker docker() {
    return docker;
  }

  /** Starts it, with the containers that it had; returns once it answers. */
  void start() throws IOException {
    process =
        new ProcessBuilder(
                "dockerd",
                "--data-root=" + directory.resolve("data"),
                "--exec-root=" + directory.resolve("exec"),
                "--pidfile=" + directory.resolve("pid"),
                "--host=unix://" + docker.socket(),
                "--bridge=" + BRIDGE,
                "--iptables=false",
                "--ip6tables=false",
                "--shutdown-timeout=5")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
    Awaiting.until("the private dockerd answers", this::answers);
  }

  private boolean answers() {
    if (!process.isAlive()) {
      throw new AssertionError("dockerd ended:\n" + output());
    }
    try {
      return !docker.run("info").isEmpty();
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /**
   * A daemon that is told of no bridge, or makes its own, would remove or take over that of the
   * machine's daemon: the name is the same for all. Without an address of its own for good, a
   * bridge takes that of one of its ports, so that it changes when a container comes or goes, and
   * what the others send goes to nobody until they ask anew who the bridge is.
   */
  private void makeBridge() throws IOException, InterruptedException {
    ip("link", "add", BRIDGE, "address", ADDRESS, "type", "bridge");
    ip("address", "add", "10.214." + PID % 250 + ".1/24", "dev", BRIDGE);
    ip("link", "set", BRIDGE, "up");
  }

  private static void ip(String... arguments) throws IOException, InterruptedException {
    List<String> command = Stream.concat(Stream.of("ip"), Stream.of(arguments)).toList();
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IOException("failed: " + String.join(" ", command));
    }
  }

  /**
   * Ends it as a restart of the service does: containers are asked to end, and end with it. Of one
   * that it was starting just then a process that nobody knows of may be left over, or its files
   * mounted, so that the next daemon refuses to remove it for good: that is Docker's own, and ended
   * here.
   */
  void stop() throws IOException, InterruptedException {
    process.destroy();
    process.waitFor();
    leftOver()
        .forEach(
            shim -> {
              shim.descendants().forEach(ProcessHandle::destroyForcibly);
              shim.destroyForcibly();
            });
    for (String mount : mounts()) {
      new ProcessBuilder("umount", "--lazy", mount).inheritIO().start().waitFor();
    }
  }

  private Stream<ProcessHandle> leftOver() {
    String ours = directory.resolve("exec").toString();
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                process.info().commandLine().orElse("").contains("containerd-shim")
                    && process.info().commandLine().orElse("").contains(ours));
  }

  /** What is still mounted below its directory. */
  private List<String> mounts() throws IOException {
    try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mounts"))) {
      return mounts
          .map(mount -> mount.split(" ")[1])
          .filter(path -> path.startsWith(directory + "/"))
          .toList();
    }
  }

  private Path log() {
    return directory.resolve("log");
  }

  private String output() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }

  /** Removes everything that it ever made. */
  @Override
  public void close() throws IOException {
    try {
      if (process != null) {
        stop();
      }
      new ProcessBuilder("ip", "link", "delete", BRIDGE).start().waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
