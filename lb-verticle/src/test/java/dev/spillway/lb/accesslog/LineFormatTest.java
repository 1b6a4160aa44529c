package dev.spillway.lb.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.config.AccessLogFormat;
import io.vertx.core.json.JsonObject;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LineFormatTest {

  static AccessRecord request(String target, String referer, String userAgent) {
    return new AccessRecord(
        1_700_000_000_123L,
        "192.0.2.7",
        "GET",
        target,
        "HTTP/1.1",
        200,
        512,
        true,
        referer,
        userAgent,
        "id-1",
        "web",
        "web-1",
        1_500,
        20_000,
        21_500);
  }

  private static String line(AccessLogFormat format, AccessRecord request) {
    StringBuilder line = new StringBuilder();
    LineFormat.of(format).append(request, line);
    return line.toString();
  }

  @Test
  void combinedIsTheFormatThatToolsForWebServersRead() {
    assertThat(line(AccessLogFormat.COMBINED, request("/a?b=c", null, "curl/8")))
        .matches(
            "192\\.0\\.2\\.7 - - \\[\\d\\d/Nov/2023:\\d\\d:\\d\\d:20 [+-]\\d{4}]"
                + " \"GET /a\\?b=c HTTP/1\\.1\" 200 512 \"-\" \"curl/8\"");
  }

  @Test
  void jsonHasEverythingThatIsKnown() {
    assertThat(
            new JsonObject(
                line(AccessLogFormat.JSON, request("/a", "http://from.example/", "curl/8"))))
        .isEqualTo(
            new JsonObject(
                """
                {"time": "2023-11-14T22:13:20.123Z", "client": "192.0.2.7", "method": "GET",
                 "target": "/a", "protocol": "HTTP/1.1", "status": 200, "bytes": 512,
                 "complete": true, "referer": "http://from.example/", "userAgent": "curl/8",
                 "requestId": "id-1", "pool": "web", "server": "web-1",
                 "queuedMillis": 1.5, "upstreamMillis": 20.0, "totalMillis": 21.5}
                """));
  }

  @Test
  void aClientCanNeitherEndAFieldNorForgeALine() {
    String forged = "x\" 200 1\n127.0.0.1 - - \u001b[2J\\\u009b\u2028\u00e9";
    AccessRecord request = request("/", forged, forged);

    assertThat(line(AccessLogFormat.COMBINED, request))
        .endsWith(
            "\"x\\\" 200 1\\x0a127.0.0.1 - - \\x1b[2J\\\\\\xc2\\x9b\\xe2\\x80\\xa8\\xc3\\xa9\"");
    assertThat(line(AccessLogFormat.JSON, request))
        .doesNotContain("\n", "\u001b", "\u009b", "\u2028");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.spillway.test.Seeds#hundred")
  void whateverAClientSendsIsOneLineOfPrintableCharactersAndIsReadAsItWasSent(long seed) {
    String sent = anything(new SplittableRandom(seed));
    AccessRecord request = request(sent, sent, sent);

    String combined = line(AccessLogFormat.COMBINED, request);
    assertThat(combined).matches("[ -~]*");
    assertThat(combined.replaceAll("\\\\[\"\\\\]", "").chars().filter(c -> c == '"')).hasSize(6);
    String json = line(AccessLogFormat.JSON, request);
    assertThat(json).doesNotContainPattern("[\\p{Cntrl}\u0080-\u009f\u2028\u2029]");
    assertThat(new JsonObject(json).getString("userAgent")).isEqualTo(sent.isEmpty() ? null : sent);
  }

  private static String anything(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(30); i > 0; i--) {
      int bound = random.nextBoolean() ? 0xa0 : 0xd800;
      text.append((char) random.nextInt(bound));
    }
    return text.toString();
  }
}
