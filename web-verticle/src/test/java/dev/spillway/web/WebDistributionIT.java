package dev.spillway.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The build's {@code target/web} and what is beside it, run as workers do without Docker. */
class WebDistributionIT {
  private static final Path WEB = Path.of("target", "web").toAbsolutePath();

  @Test
  void theArchiveOfClassesIsUsed() throws Exception {
    List<String> arguments =
        List.of(
            "@" + WEB.resolve("jvm.options"),
            "-XX:SharedArchiveFile=" + WEB.resolveSibling("web.jsa"),
            "-Xlog:class+load:stdout",
            "-jar",
            WEB.resolve("web.jar").toString());
    try (WebProcess web = WebProcess.start(Map.of("PORT", "0", "DELAY", "0"), arguments)) {
      // Without an archive that fits, the class would come from the jar.
      assertThat(web.line("dev.spillway.web.WebVerticle source:"))
          .endsWith("shared objects file (top)");
      assertThat(web.get(web.port(), "/health").get().statusCode()).isEqualTo(200);
    }
  }
}
