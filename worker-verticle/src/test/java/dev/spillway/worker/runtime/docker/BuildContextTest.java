package dev.spillway.worker.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildContextTest {
  private static final List<String> PARTS = List.of("Dockerfile", "target/web");

  @TempDir private Path base;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(base.resolve("target/web/lib"));
    Files.writeString(base.resolve("Dockerfile"), "FROM scratch");
    Files.writeString(base.resolve("target/web/web.jar"), "jar");
    Files.writeString(base.resolve("target/web/lib/a.jar"), "a");
    Files.writeString(base.resolve("target/other"), "not of the image");
  }

  @Test
  void holdsTheFilesThatAreNamedAndNoOthers() throws IOException {
    List<String> names = new ArrayList<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(BuildContext.of(base, PARTS).stream())) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        names.add(e.getName());
      }
    }
    assertThat(names)
        .containsExactlyInAnyOrder("Dockerfile", "target/web/web.jar", "target/web/lib/a.jar");
  }

  @Test
  void itsDigestFollowsTheContentAndNotTheTime() throws IOException {
    String before = BuildContext.of(base, PARTS).digest();

    Files.setLastModifiedTime(base.resolve("target/web/web.jar"), FileTime.fromMillis(0));
    Files.writeString(base.resolve("target/other"), "changed");
    assertThat(BuildContext.of(base, PARTS).digest()).isEqualTo(before);

    Files.writeString(base.resolve("target/web/web.jar"), "rebuilt");
    assertThat(BuildContext.of(base, PARTS).digest()).isNotEqualTo(before);
  }

  @Test
  void aPartThatIsMissingFails() {
    assertThatThrownBy(() -> BuildContext.of(base, List.of("Dockerfile", "nothing")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
