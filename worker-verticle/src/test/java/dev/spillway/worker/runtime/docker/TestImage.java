package dev.spillway.worker.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A tiny image with the server that the contract asks for, made of this machine's static busybox:
 * no registry is needed.
 */
final class TestImage implements AutoCloseable {
  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final String REPOSITORY = "spillway-test/busybox";

  /** Built rather than imported: docker-java 3.7.1 sends no content when it imports an image. */
  private static final String DOCKERFILE =
      """
      FROM scratch
      COPY bin /bin
      COPY server.sh answer.sh /
      """;

  private final DockerClient docker;
  private final String tag = UUID.randomUUID().toString();

  private TestImage(DockerClient docker) {
    this.docker = docker;
  }

  static TestImage make(DockerClient docker) throws IOException {
    if (!Files.isExecutable(BUSYBOX)) {
      throw new AssertionError(
          BUSYBOX + " is missing: tests on Docker make their image of it; install busybox-static");
    }
    TestImage image = new TestImage(docker);
    docker
        .buildImageCmd(new ByteArrayInputStream(files()))
        .withTags(Set.of(image.name()))
        .start()
        .awaitImageId();
    return image;
  }

  String name() {
    return REPOSITORY + ":" + tag;
  }

  @Override
  public void close() {
    try {
      docker.removeImageCmd(name()).withForce(true).exec();
    } catch (NotFoundException e) {
      return; // Somebody has cleaned up already.
    }
  }

  private static byte[] files() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      add(tar, "Dockerfile", DOCKERFILE.getBytes(StandardCharsets.UTF_8));
      add(tar, "bin/busybox", Files.readAllBytes(BUSYBOX));
      for (String name : List.of("sh", "sleep", "touch", "rm", "nc", "cat")) {
        TarArchiveEntry link = new TarArchiveEntry("bin/" + name, TarConstants.LF_SYMLINK);
        link.setLinkName("busybox");
        tar.putArchiveEntry(link);
        tar.closeArchiveEntry();
      }
      add(tar, "server.sh", resource("server.sh"));
      add(tar, "answer.sh", resource("answer.sh"));
    }
    return bytes.toByteArray();
  }

  private static void add(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setMode(0100755);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream resource = TestImage.class.getResourceAsStream(name)) {
      return resource.readAllBytes();
    }
  }
}
