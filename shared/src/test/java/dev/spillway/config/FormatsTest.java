package dev.spillway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of value, as text and back. */
class FormatsTest {

  private static final DurationFormat DURATION = new DurationFormat(0, Long.MAX_VALUE);
  private static final SizeFormat SIZE = new SizeFormat(0, Long.MAX_VALUE);

  @ParameterizedTest
  @CsvSource({
    "0,PT0S",
    "500ms,PT0.5S",
    "30s,PT30S",
    "2m,PT2M",
    "1h30m,PT1H30M",
    "1d,PT24H",
    "1m500ms,PT1M0.5S",
    "90m,PT1H30M"
  })
  void durations(String text, Duration expected) throws BadValue {
    assertThat(DURATION.read(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "5", "s", "-5s", "5 s", "5S", "1.5s", "30m1h", "5sm", "PT5S", "5s5s"})
  void textThatIsNoDuration(String text) {
    assertThatThrownBy(() -> DURATION.read(text)).isInstanceOf(BadValue.class);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.spillway.test.Seeds#ten")
  void durationsAreReadAsTheyAreWritten(long seed) throws BadValue {
    Random random = new Random(seed);
    for (int i = 0; i < 100; i++) {
      Duration duration = Duration.ofMillis(random.nextLong(Duration.ofDays(24).toMillis()));
      assertThat(DURATION.read(DurationFormat.write(duration))).isEqualTo(duration);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "100,100",
    "100B,100",
    "16KB,16384",
    "16kb,16384",
    "16K,16384",
    "16KiB,16384",
    "512 MB,536870912",
    "2GB,2147483648",
    "1TB,1099511627776"
  })
  void sizes(String text, long expected) throws BadValue {
    assertThat(SIZE.read(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "KB", "-1KB", "1.5MB", "1PB", "1KBB", "1 K B", "none", "9999999TB"})
  void textThatIsNoSize(String text) {
    assertThatThrownBy(() -> SIZE.read(text)).isInstanceOf(BadValue.class);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.spillway.test.Seeds#ten")
  void sizesAreReadAsTheyAreWritten(long seed) throws BadValue {
    Random random = new Random(seed);
    for (int i = 0; i < 100; i++) {
      long bytes = random.nextLong(5000) << (10 * random.nextInt(4));
      assertThat(SIZE.read(SizeFormat.write(bytes))).isEqualTo(bytes);
    }
  }

  record OfOtherTypes(
      @Setting(value = "A switch.", defaultValue = "true") boolean on,
      @Setting(value = "A large number.", defaultValue = "5000000000") long large) {}

  @Test
  void switchesAndLargeNumbers() {
    Problems problems = new Problems();
    Schema.Section schema = Schema.of(OfOtherTypes.class);
    Settings settings = YamlReader.read("f", "{on: false, large: 6000000000}", schema, problems);

    assertThat(new RecordBinder(settings, problems).bind(schema, "", ""))
        .isEqualTo(new OfOtherTypes(false, 6_000_000_000L));
    assertThat(new RecordBinder(new Settings(), problems).bind(schema, "", ""))
        .isEqualTo(new OfOtherTypes(true, 5_000_000_000L));
    problems.throwIfAny();
    Settings wrong = YamlReader.read("f", "{on: yes}", schema, problems);
    new RecordBinder(wrong, problems).bind(schema, "", "");
    assertThatThrownBy(problems::throwIfAny)
        .hasMessage("f:1: on: \"yes\" is unknown; expected true, false");
  }

  @ParameterizedTest
  @CsvSource({
    "HOST,localhost",
    "HOST,0.0.0.0",
    "HOST,::",
    "HOST,[::1]",
    "HOST,fe80::1%eth0",
    "HOST,my_app.example.org",
    "HOST_MATCH,*",
    "HOST_MATCH,*.example.org",
    "HOST_MATCH,[::1]",
    "MEMBER,a",
    "MEMBER,a:1",
    "MEMBER,[::1]:5701",
    "CIDR,10.0.0.0/8",
    "CIDR,0.0.0.0/0",
    "CIDR,192.0.2.7",
    "CIDR,2001:db8::/32",
    "CIDR,::1/128",
    "ORIGIN,https://a",
    "ORIGIN,http://a:1/",
    "ORIGIN,http://[::1]:1",
    "REDIS_URL,redis://a",
    "REDIS_URL,redis://:p@a:1/0",
    "REDIS_URL,rediss://a:1?ca=a.pem",
    "REDIS_URL,redis://[::1]:6379/2",
    "'REDIS_URL','redis+cluster://:p@a:1,b:2'",
    "'REDIS_URL','redis-cluster://a:1,b:2/0'",
    "'REDIS_URL','redis-sentinel://u:p@a:1,b/0#mymaster'",
    "REDIS_URL,rediss-sentinel://a?ca=a.pem#my.master-1",
    "REDIS_URL,embedded",
    "PATH,/",
    "PATH,/a/b%20c",
    "IMAGE,nginx",
    "IMAGE,localhost:5000/a/b_c:1.2-x",
    "NAME,a-b_1",
    "TOKEN,abc==",
    "IMAGE,a@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
  })
  void textOfAForm(TextForm form, String text) {
    assertThat(form.fits(text)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "HOST,a:1",
    "HOST,a b",
    "HOST,-a",
    "HOST,http://a",
    "HOST,*",
    "HOST,[a]",
    "HOST_MATCH,a*",
    "HOST_MATCH,*.*.a",
    "HOST_MATCH,a:80",
    "MEMBER,a:0",
    "MEMBER,a:65536",
    "MEMBER,:1",
    "CIDR,10.0.0.0/33",
    "CIDR,10.0.0.0/",
    "CIDR,10.0.0.0/-1",
    "CIDR,10.0/8",
    "CIDR,::1/129",
    "CIDR,fe80::1%eth0",
    "CIDR,[::1]",
    "CIDR,localhost",
    "ORIGIN,a:1",
    "ORIGIN,ftp://a",
    "ORIGIN,http://",
    "ORIGIN,http://u:p@a",
    "ORIGIN,http://a?b",
    "ORIGIN,http://a:0",
    "ORIGIN,http://a/b",
    "REDIS_URL,a:6379",
    "REDIS_URL,redis://",
    "REDIS_URL,redis://a/b",
    "REDIS_URL,unix:///a",
    "REDIS_URL,redis://a:0",
    "REDIS_URL,redis://a b",
    "'REDIS_URL','redis://a,b'",
    "REDIS_URL,redis-sentinel://a:1/0",
    "REDIS_URL,redis-sentinel://a:0#m",
    "REDIS_URL,redis-cluster://a/1",
    "PATH,a",
    "PATH,/a?b",
    "PATH,/a b",
    "IMAGE,A/B",
    "IMAGE,a b",
    "IMAGE,a:",
    "NAME,-a",
    "NAME,A",
    "TOKEN,a b"
  })
  void textNotOfAForm(TextForm form, String text) {
    assertThat(form.fits(text)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = TextForm.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ANY", "SECRET"})
  void textOfAnyLengthIsLookedAtWithoutACrash(TextForm form) {
    for (String part : new String[] {"a", "a.", "a-", "/a", "1", ":", "redis://a,"}) {
      assertThat(form.fits(part.repeat(100_000))).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "redis://u:p@h:1/2,redis://u:***@h:1/2",
    "redis://:p@h,redis://:***@h",
    "redis://p@h,redis://***@h",
    "redis://u:p@ss@h,redis://u:***@h",
    "redis://h:1,redis://h:1",
    "redis://h?password=p&a=b,redis://h?password=***&a=b",
    "embedded,embedded"
  })
  void passwordsInUrlsAreMasked(String url, String masked) {
    assertThat(Secrets.maskUrl(url)).isEqualTo(masked);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost,true",
    "127.0.0.1,true",
    "127.1.2.3,true",
    "::1,true",
    "[::1],true",
    "0.0.0.0,false",
    "::,false",
    "example.org,false",
    "127.example.org,false"
  })
  void loopback(String host, boolean expected) {
    assertThat(Addresses.isLoopback(host)).isEqualTo(expected);
  }

  @Test
  void theNearestWordIsASlipOfTheHandAway() {
    Set<String> known = Set.of("port", "host", "max-replicas");

    assertThat(Nearest.to("prot", known)).contains("port");
    assertThat(Nearest.to("MAX_REPLICA", known)).contains("max-replicas");
    assertThat(Nearest.to("colour", known)).isEmpty();
    assertThat(Nearest.distance("abcd", "acbd")).isEqualTo(1);
    assertThat(Nearest.distance("", "abc")).isEqualTo(3);
    assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
  }
}
