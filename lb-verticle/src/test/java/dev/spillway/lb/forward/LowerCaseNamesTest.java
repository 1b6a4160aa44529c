package dev.spillway.lb.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.AsciiString;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LowerCaseNamesTest {
  @Test
  void nameIsRemembered() {
    CharSequence first = LowerCaseNames.of(new AsciiString("X-Some-Name"));

    assertThat(first).hasToString("x-some-name");
    assertThat(LowerCaseNames.of(new AsciiString("X-Some-Name"))).isSameAs(first);
  }

  @Test
  void restOfTheLineIsNotKept() {
    AsciiString name = new AsciiString("set-cookie: secret").subSequence(0, 10, false);

    CharSequence lowerCase = LowerCaseNames.of(name);

    assertThat(lowerCase).hasToString("set-cookie");
    assertThat(((AsciiString) lowerCase).array()).hasSize(10);
  }

  @Test
  void stringIsLeftToVertx() {
    assertThat(LowerCaseNames.of("X-Some-Name")).isEqualTo("X-Some-Name");
  }

  /** Names that differ in case alone have one place, and many others share theirs. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.spillway.test.Seeds#ten")
  void isTheNameInLowerCaseWhateverCameBefore(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      StringBuilder name = new StringBuilder();
      for (int length = 1 + random.nextInt(3); length > 0; length--) {
        name.append("aAbB-".charAt(random.nextInt(5)));
      }
      if (random.nextInt(20) == 0) {
        name.append("Z".repeat(random.nextInt(100)));
      }

      CharSequence lowerCase = LowerCaseNames.of(new AsciiString(name));

      String expected = name.length() > 64 ? name.toString() : lower(name);
      assertThat(lowerCase).hasToString(expected);
    }
  }

  private static String lower(CharSequence name) {
    return name.toString().toLowerCase(Locale.ROOT);
  }
}
