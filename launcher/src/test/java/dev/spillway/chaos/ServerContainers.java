package dev.spillway.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Servers as containers of an image made for the run; by the {@code docker} command. */
final class ServerContainers implements Servers {
  private static final String CLASS_FILE = RecordingServer.class.getName().replace('.', '/');

  private final Path directory;
  private final String instance;
  private final String image;

  /**
   * @param directory where the image's files are put together
   * @param instance the run's
   */
  ServerContainers(Path directory, String instance) {
    this.directory = directory;
    this.instance = instance;
    this.image = "spillway-" + instance;
  }

  @Override
  public String poolSettings(int recorderPort) throws IOException, InterruptedException {
    Path context = Files.createDirectories(directory.resolve("image"));
    Path classFile = context.resolve(CLASS_FILE + ".class");
    Files.createDirectories(classFile.getParent());
    Files.copy(Path.of("target/test-classes", CLASS_FILE + ".class"), classFile);
    Files.writeString(
        context.resolve("Dockerfile"), "FROM eclipse-temurin:17-jre\nCOPY dev /server/dev\n");
    docker("build", "--quiet", "--tag", image, context.toString());
    return """
        image: %s
            command: [java, -Xmx48m, -XX:+UseSerialGC, -XX:TieredStopAtLevel=1, -cp, /server, %s]
            env: { RECORD_TO: "%s:%d" }"""
        .formatted(
            image,
            RecordingServer.class.getName(),
            recorderAddress().getHostAddress(),
            recorderPort);
  }

  @Override
  public String runtime() {
    return "docker";
  }

  /** This machine, as containers see it. */
  @Override
  public InetAddress recorderAddress() throws IOException, InterruptedException {
    return InetAddress.getByName(
        docker("network", "inspect", "bridge", "--format", "{{(index .IPAM.Config 0).Gateway}}")
            .get(0));
  }

  @Override
  public long pid(ServerLife server) throws IOException, InterruptedException {
    if (!server.alive()) {
      return 0;
    }
    List<String> pid = docker("inspect", "--format", "{{.State.Pid}}", server.name());
    return pid.isEmpty() ? 0 : Long.parseLong(pid.get(0));
  }

  @Override
  public List<String> existing(Recorder recorder) throws IOException, InterruptedException {
    return docker("ps", "--all", "--filter", ours(), "--format", "{{.Names}}");
  }

  @Override
  public void removeAll() throws IOException, InterruptedException {
    List<String> remove = new ArrayList<>(List.of("rm", "--force"));
    remove.addAll(docker("ps", "--all", "--quiet", "--filter", ours()));
    if (remove.size() > 2) {
      docker(remove.toArray(String[]::new));
    }
    docker("rmi", "--force", image);
  }

  private String ours() {
    return "label=spillway.instance=" + instance;
  }

  /** The lines that it printed; none if it failed. */
  private static List<String> docker(String... arguments) throws IOException, InterruptedException {
    List<String> command = Stream.concat(Stream.of("docker"), Stream.of(arguments)).toList();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? output.lines().toList() : List.of();
  }
}
