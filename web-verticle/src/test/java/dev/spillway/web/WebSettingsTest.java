package dev.spillway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSettingsTest {
  @Test
  void anEmptyEnvironmentGivesPort5000And5Seconds() {
    WebSettings settings = WebSettings.from(Map.of());

    assertThat(settings.port()).isEqualTo(5000);
    assertThat(settings.delay()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.host()).isNotBlank();
    assertThat(settings.server()).isEmpty();
  }

  @Test
  void anEmptyVariableIsNoVariable() {
    WebSettings settings = WebSettings.from(Map.of("PORT", "", "DELAY", " "));

    assertThat(settings.port()).isEqualTo(5000);
    assertThat(settings.delay()).isEqualTo(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "0s,0",
    "1ms,1",
    "200ms,200",
    "5s,5000",
    "2m,120000",
    "999999999m,59999999940000"
  })
  void delaysAreDurations(String text, long millis) {
    assertThat(WebSettings.from(Map.of("DELAY", text)).delay())
        .isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "-1s", "1.5s", "5h", "s", "5 s", "5S", "PT5S", "9999999999s"})
  void anyOtherDelayIsAMistakeThatSaysWhatIsExpected(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebSettings.from(Map.of("DELAY", text)))
        .withMessage(
            "DELAY is '%s': expected 0 or a whole number with ms, s or m, such as 200ms", text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"65536", "-1", "http", "1e3", "999999999999"})
  void aPortBeyondItsRangeIsAMistake(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebSettings.from(Map.of("PORT", text)))
        .withMessage("PORT is '%s': expected a number from 0 to 65535", text);
  }

  @Test
  void everyMistakeIsNamedInOneLine() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebSettings.from(Map.of("PORT", "x", "DELAY", "y")))
        .withMessageContaining("PORT")
        .withMessageContaining("DELAY")
        .matches(mistake -> mistake.getMessage().lines().count() == 1);
  }

  @Test
  void theEnvironmentNamesHostAndServer() {
    WebSettings settings =
        WebSettings.from(Map.of("HOSTNAME", "c0ffee", "SPILLWAY_SERVER", "web-3"));

    assertThat(settings.host()).isEqualTo("c0ffee");
    assertThat(settings.server()).isEqualTo(Optional.of("web-3"));
  }
}
