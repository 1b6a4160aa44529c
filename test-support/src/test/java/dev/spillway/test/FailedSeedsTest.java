package dev.spillway.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

final class FailedSeedsTest {

  @Test
  void namesTheSeedOfTheCaseThatFailed() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();

    LauncherFactory.create(
            LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).build())
        .execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selectClass(Odd.class)).build(),
            new FailedSeeds(new PrintStream(said, true, StandardCharsets.UTF_8)));

    assertThat(said.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .contains("isOdd", "failed with seed 4;", "-Dspillway.seed=4");
  }

  /** One of its cases fails; it is run by the test above alone. */
  static final class Odd {
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {3, 4, 5})
    void isOdd(long seed) {
      assertThat(seed % 2).isEqualTo(1);
    }
  }
}
