package dev.spillway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is written, the answer is a configuration or a list of mistakes, and no crash. */
class GarbageTest {

  private static final String[] SHREDS = {
    "{",
    "}",
    "[",
    "]",
    ":",
    ": ",
    "- ",
    "\n",
    "\n  ",
    ",",
    "&a ",
    "*a",
    "<<: *a",
    "!!",
    "!x ",
    "|",
    ">",
    "'",
    "\"",
    "#",
    "?",
    "~",
    "null",
    "none",
    "\t",
    "\u0000",
    "\uFEFF",
    "\uD83D",
    "😀",
    "---",
    "...",
    "%",
    "pools",
    "web",
    "gateway",
    "port",
    "-1",
    "1e9",
    "9999999999999999999",
    "5s",
    "16KB",
    "0x1F",
    ".",
    "\\",
    "@",
    "env",
    "redis",
    "redis://",
    "match",
    "servers",
    "http://",
    "=",
    "\r"
  };

  private static String shredded(String text, Random random) {
    StringBuilder shredded = new StringBuilder(text);
    for (int i = random.nextInt(1, 12); i > 0; i--) {
      int at = random.nextInt(shredded.length() + 1);
      int end = Math.min(shredded.length(), at + random.nextInt(1, 30));
      switch (random.nextInt(4)) {
        case 0 -> shredded.delete(at, end);
        case 1 -> shredded.insert(at, SHREDS[random.nextInt(SHREDS.length)]);
        case 2 -> shredded.insert(at, shredded.substring(at, end));
        default -> shredded.insert(at, (char) random.nextInt(0x10000));
      }
    }
    return shredded.toString();
  }

  private static String rubbish(Random random) {
    StringBuilder rubbish = new StringBuilder();
    for (int i = random.nextInt(60); i > 0; i--) {
      rubbish.append(SHREDS[random.nextInt(SHREDS.length)]);
    }
    return rubbish.toString();
  }

  private static void assertNoCrash(String input, Runnable loading) {
    Throwable thrown = catchThrowable(loading::run);
    if (thrown == null) {
      return;
    }
    assertThat(thrown).as("for %s", input).isInstanceOf(ConfigException.class);
    List<ConfigProblem> problems = ((ConfigException) thrown).problems();
    assertThat(problems).isNotEmpty();
    assertThat(problems)
        .allSatisfy(
            problem -> assertThat(problem.toString().lines().count()).as("%s", problem).isOne());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.spillway.test.Seeds#ten")
  void aFileNeverCrashesTheLoader(long seed) {
    Random random = new Random(seed);
    String example = ExampleFileTest.example();
    for (int i = 0; i < 200; i++) {
      String yaml = i % 4 == 0 ? rubbish(random) : shredded(example, random);
      assertNoCrash(yaml, () -> ConfigLoader.parse(yaml));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.spillway.test.Seeds#ten")
  void environmentAndFlagsNeverCrashTheLoader(long seed) {
    Random random = new Random(seed);
    List<String> paths =
        new ArrayList<>(Keys.of(Schema.of(SpillwayConfig.class), java.util.Set.of("web")).names());
    for (int i = 0; i < 100; i++) {
      String path = paths.get(random.nextInt(paths.size()));
      Map<String, String> environment =
          Map.of(
              random.nextBoolean() ? Paths.variable(path) : shredded(Paths.variable(path), random),
              rubbish(random));
      Map<String, String> flags =
          Map.of(random.nextBoolean() ? path : shredded(path, random), rubbish(random));
      assertNoCrash(
          environment + " " + flags, () -> ConfigLoader.load(Optional.empty(), environment, flags));
    }
  }
}
