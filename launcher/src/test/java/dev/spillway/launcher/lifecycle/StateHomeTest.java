package dev.spillway.launcher.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateHomeTest {
  private static final Path USER_HOME = Path.of("/home/someone");

  @Test
  void followsTheEnvironment() {
    assertThat(new StateHome(Map.of("XDG_STATE_HOME", "/var/state"), USER_HOME).runs())
        .isEqualTo(Path.of("/var/state/spillway/runs"));
  }

  @Test
  void isBelowTheUsersHomeByDefaultAndWhereTheEnvironmentNamesARelativePath() {
    Path expected = Path.of("/home/someone/.local/state/spillway/runs");
    assertThat(new StateHome(Map.of(), USER_HOME).runs()).isEqualTo(expected);
    assertThat(new StateHome(Map.of("XDG_STATE_HOME", "state"), USER_HOME).runs())
        .isEqualTo(expected);
  }
}
