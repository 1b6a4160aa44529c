package dev.spillway.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.launcher.DistributionJvm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the build leaves in {@code target/spillway}. */
class DistributionIT {

  @Test
  void theArchiveOfClassesIsUsed() throws Exception {
    List<String> command = new ArrayList<>(DistributionJvm.command());
    command.add(1, "-Xlog:class+load:stdout");
    command.add("--version");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isZero();
    // Without an archive that fits, the class would come from the jar.
    assertThat(output.lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("dev.spillway.launcher.Main source:")
                    .endsWith("shared objects file (top)"));
  }
}
