package dev.spillway.lb.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

  @ParameterizedTest
  @CsvSource({
    "/, /, /, ''",
    "/a?b?c, /a?b?c, /a, ''",
    "/a/../b, /a/../b, /a/../b, ''",
    "//x/y, //x/y, //x/y, ''",
    "/?u=http://x, /?u=http://x, /, ''",
    "*, *, /, ''",
    "http://h, /, /, h",
    "HTTPS://h:1/p?q, /p?q, /p, h:1",
    "http://h?q, /?q, /, h",
    "http://[::1]:80//p, //p, //p, [::1]:80"
  })
  void formsAreTakenApart(String target, String uri, String path, String authority) throws Refusal {
    boolean secure = target.startsWith("HTTPS");
    assertThat(RequestTarget.parse(target))
        .isEqualTo(new RequestTarget(uri, path, authority, secure));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "host:80",
        "http://",
        "http:///x",
        "http://u@h/",
        "ftp://h/",
        "/a b",
        "/a\u0000",
        "/a\u007f",
        "/#f",
        "/\u00ff",
        "/\u00c3",
        "**"
      })
  void otherThingsAreBadRequests(String target) {
    assertThatThrownBy(() -> RequestTarget.parse(target))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(400));
  }

  @Test
  void bytesBeyondAsciiAreReadAsUtf8() throws Refusal {
    String bytes =
        new String("/é€😀".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

    assertThat(RequestTarget.parse(bytes).uri()).isEqualTo("/é€😀");
  }
}
