package dev.spillway.lb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/http.md} names a test for each line of its tables, and each of them exists. */
class HttpDocTest {
  private static final Path DOC = Path.of("..", "docs", "http.md");
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)#(\\w+)` \\|$");

  @Test
  void eachLineNamesATestThatExists() throws IOException, ClassNotFoundException {
    int lines = 0;
    for (String line : Files.readAllLines(DOC)) {
      if (!line.startsWith("| ") || line.startsWith("| ---") || line.endsWith("| test |")) {
        continue;
      }
      lines++;
      Matcher named = NAMED.matcher(line);
      assertThat(named.find()).as(line).isTrue();
      Class<?> test = Class.forName("dev.spillway.lb." + named.group(1));
      assertThat(Arrays.stream(test.getDeclaredMethods()).map(Method::getName))
          .as(line)
          .contains(named.group(2));
    }
    assertThat(lines).isGreaterThan(40);
  }
}
