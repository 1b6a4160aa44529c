package dev.spillway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The configuration's documentation says what the records say. */
class ConfigurationDocTest {

  private static final String COMMAND =
      "mvn test -pl shared -am -Dtest=ConfigurationDocTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dspillway.docs=write";

  @Test
  void documentationIsMadeFromTheRecords() throws IOException {
    Path file = Repository.root().resolve("docs/configuration.md");
    String expected = ConfigurationDoc.write(COMMAND);
    if (System.getProperty("spillway.docs", "check").equals("write")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, expected);
    }

    assertThat(file)
        .as("docs/configuration.md differs from the records; make it anew by: %s", COMMAND)
        .exists()
        .content()
        .isEqualTo(expected);
  }

  @Test
  void everyValueIsDocumentedAndItsDefaultIsAllowed() {
    Keys.of(Schema.of(SpillwayConfig.class), Set.of("web"))
        .leaves()
        .forEach(
            (path, target) -> {
              assertThat(target.leaf().meaning()).as(path).endsWith(".");
              if (target.leaf().shape() == Schema.Shape.SINGLE) {
                assertThat(RecordBinder.standard(target.leaf())).as(path).isNotNull();
              }
            });
  }

  @Test
  void everyDefaultWrittenOutIsWhatIsThereWithoutIt() {
    Map<String, String> flags = new TreeMap<>();
    Keys.of(Schema.of(SpillwayConfig.class), Set.of("web"))
        .leaves()
        .forEach(
            (path, target) -> {
              if (!target.leaf().setting().defaultValue().isEmpty()) {
                flags.put(path, target.leaf().setting().defaultValue());
              }
            });

    assertThat(flags).hasSizeGreaterThan(30);
    assertThat(ConfigLoader.load(Optional.empty(), Map.of(), flags))
        .isEqualTo(ConfigLoader.parse(""));
  }
}
