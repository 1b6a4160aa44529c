package dev.spillway.worker.runtime.docker;

import static dev.spillway.test.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.exception.NotFoundException;
import dev.spillway.config.ConfigLoader;
import dev.spillway.config.DockerConfig;
import dev.spillway.test.RequiresDocker;
import dev.spillway.worker.runtime.ServerRuntimeException;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresDocker
class ImageBuilderTest {
  private static final DockerConfig DOCKER =
      ConfigLoader.parse("pools: {web: {image: x}}").docker();

  private final String image = "spillway-test-" + UUID.randomUUID();
  private final Vertx vertx = Vertx.vertx();
  private final DockerDaemon daemon = DockerDaemon.at(DOCKER.host());
  private final List<String> progress = new CopyOnWriteArrayList<>();
  @TempDir private Path directory;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(directory.resolve("Dockerfile"), "FROM scratch\nCOPY file /file\n");
    Files.writeString(directory.resolve("file"), "content");
  }

  @AfterEach
  void remove() throws IOException {
    try {
      daemon.calls().removeImageCmd(image).withForce(true).exec();
    } catch (NotFoundException e) {
      assertThat(e).as("a failed build leaves no image").isNotNull();
    }
    daemon.close();
    await(vertx.close());
  }

  private void build() {
    await(
        ImageBuilder.build(
            vertx, DOCKER, directory, List.of("Dockerfile", "file"), image, progress::add));
  }

  private String id() {
    return daemon.calls().inspectImageCmd(image).exec().getId();
  }

  @Test
  void buildsOnFirstUseTellsItsStepsAndLeavesWhatIsUnchanged() {
    build();
    assertThat(progress).anyMatch(line -> line.contains("Step 2/"));
    String id = id();

    progress.clear();
    build();

    assertThat(progress).isEmpty();
    assertThat(id()).isEqualTo(id);
  }

  @Test
  void buildsAgainWhenAFileHasChangedAndDropsTheImageOfBefore() throws IOException {
    build();
    String before = id();
    Files.writeString(directory.resolve("file"), "other content");

    build();

    assertThat(progress).anyMatch(line -> line.contains("files have changed"));
    assertThat(id()).isNotEqualTo(before);
    assertThatThrownBy(() -> daemon.calls().inspectImageCmd(before).exec())
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void aBuildThatFailsSaysWhy() throws IOException {
    Files.writeString(directory.resolve("Dockerfile"), "FROM scratch\nCOPY nothing /\n");

    assertThatThrownBy(this::build)
        .isInstanceOf(ServerRuntimeException.class)
        .hasMessageContaining(image + " can't be built")
        .hasMessageContaining("nothing");
  }

  @Test
  void aFileThatIsMissingSaysToBuildFirst() throws IOException {
    Files.delete(directory.resolve("file"));

    assertThatThrownBy(this::build)
        .isInstanceOf(ServerRuntimeException.class)
        .hasMessageContaining("mvn package");
  }
}
