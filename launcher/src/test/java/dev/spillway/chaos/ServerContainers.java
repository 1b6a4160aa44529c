package dev.spillway.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Servers as containers of an image made for the run; by the {@code docker} command. */
final class ServerContainers implements Servers {
  private static final String CLASS_FILE = RecordingServer.class.getName().replace('.', '/');

  private static final String BASE = "eclipse-temurin:17-jre";

  private final Docker docker;
  private final OwnDockerd dockerd;
  private final Path directory;
  private final String instance;
  private final String image;

  private ServerContainers(OwnDockerd dockerd, Path directory, String instance) {
    this.docker = dockerd.docker();
    this.dockerd = dockerd;
    this.directory = directory;
    this.instance = instance;
    this.image = "spillway-" + instance;
  }

  /**
   * In a daemon that may be restarted.
   *
   * @param directory where the image's files are put together
   * @param instance the run's
   */
  static ServerContainers of(OwnDockerd dockerd, Path directory, String instance)
      throws IOException, InterruptedException {
    Docker.OF_MACHINE.copy(BASE, dockerd.docker());
    return new ServerContainers(dockerd, directory, instance);
  }

  @Override
  public Path dockerSocket() {
    return docker.socket();
  }

  @Override
  public Optional<OwnDockerd> dockerd() {
    return Optional.of(dockerd);
  }

  @Override
  public String poolSettings(int recorderPort) throws IOException, InterruptedException {
    Path context = Files.createDirectories(directory.resolve("image"));
    Path classFile = context.resolve(CLASS_FILE + ".class");
    Files.createDirectories(classFile.getParent());
    Files.copy(
        Path.of("target/test-classes", CLASS_FILE + ".class"),
        classFile,
        StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(context.resolve("Dockerfile"), "FROM " + BASE + "\nCOPY dev /server/dev\n");
    docker.run("build", "--quiet", "--tag", image, context.toString());
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
        docker
            .run("network", "inspect", "bridge", "--format", "{{(index .IPAM.Config 0).Gateway}}")
            .get(0));
  }

  @Override
  public long pid(ServerLife server) throws IOException, InterruptedException {
    if (!server.alive()) {
      return 0;
    }
    List<String> pid = docker.run("inspect", "--format", "{{.State.Pid}}", server.name());
    return pid.isEmpty() ? 0 : Long.parseLong(pid.get(0));
  }

  @Override
  public List<String> existing(Recorder recorder) throws IOException, InterruptedException {
    return docker.run("ps", "--all", "--filter", ours(), "--format", "{{.Names}}");
  }

  @Override
  public void removeAll() throws IOException, InterruptedException {
    List<String> remove = new ArrayList<>(List.of("rm", "--force"));
    remove.addAll(docker.run("ps", "--all", "--quiet", "--filter", ours()));
    if (remove.size() > 2) {
      docker.run(remove.toArray(String[]::new));
    }
    docker.run("rmi", "--force", image);
  }

  private String ours() {
    return "label=spillway.instance=" + instance;
  }
}
