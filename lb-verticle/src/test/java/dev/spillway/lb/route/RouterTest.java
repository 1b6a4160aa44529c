package dev.spillway.lb.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.config.PoolConfig.Match;
import dev.spillway.lb.route.Router.Route;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RouterTest {
  private static final Router<String> ROUTER =
      router(
          "* /",
          "* /api",
          "example.org /",
          "example.org /api/v1",
          "*.example.org /",
          "*.eu.example.org /shop/",
          "[::1] /");

  /** Each route's target is what it was written as. */
  private static Router<String> router(String... routes) {
    return new Router<>(
        Arrays.stream(routes)
            .map(
                route -> {
                  String[] parts = route.split(" ");
                  return new Route<>(new Match(parts[0], parts[1]), route);
                })
            .toList());
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "other.net, /, * /",
        "other.net, /api, * /api",
        "other.net, /api/x, * /api",
        "other.net, /apix, * /",
        "other.net, /API, * /",
        "other.net, /%61pi, * /",
        "other.net, //api, * /",
        "'', /api, * /api",
        "example.org, /api, example.org /",
        "EXAMPLE.org:8080, /api/v1/x, example.org /api/v1",
        "example.org., /, example.org /",
        "a.example.org, /, *.example.org /",
        "a.b.example.org, /, *.example.org /",
        "x.eu.example.org, /shop, *.eu.example.org /shop/",
        "x.eu.example.org, /shop/1, *.eu.example.org /shop/",
        "x.eu.example.org, /shops, *.example.org /",
        "eu.example.org, /shop, *.example.org /",
        "notexample.org, /, * /",
        "[::1]:80, /, [::1] /",
        "[::1], /, [::1] /"
      })
  void mostSpecificHostThenLongestPathWins(String authority, String path, String expected) {
    assertThat(ROUTER.route(authority, path)).hasValue(expected);
  }

  @Test
  void nothingIsFoundWhereNothingMatches() {
    Router<String> router = router("example.org /app");

    assertThat(router.route("example.org", "/")).isEmpty();
    assertThat(router.route("example.org", "/apple")).isEmpty();
    assertThat(router.route("a.example.org", "/app")).isEmpty();
    assertThat(router.route("example.org", "/app")).isPresent();
  }

  @Test
  void twoPoolsForTheSameRequestsAreAMistake() {
    assertThatThrownBy(() -> router("a.org /x", "A.org /x/"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found two");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.spillway.test.Seeds#ten")
  void agreesWithTheRuleReadAloud(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> hosts = List.of("*", "a", "*.a", "b.a", "*.b.a", "c.b.a");
    List<String> paths = List.of("/", "/x", "/x/y", "/y");
    for (int round = 0; round < 300; round++) {
      List<String> routes =
          Stream.generate(() -> pick(random, hosts) + " " + pick(random, paths))
              .limit(1 + random.nextInt(8))
              .distinct()
              .toList();
      String host = pick(random, List.of("a", "b.a", "c.b.a", "d.c.b.a", "z"));
      String path = pick(random, List.of("/", "/x", "/x/y", "/x/y/z", "/xy", "/y"));

      assertThat(router(routes.toArray(String[]::new)).route(host, path))
          .as("%s for %s%s", routes, host, path)
          .isEqualTo(
              routes.stream()
                  .filter(route -> matches(route, host, path))
                  .max(java.util.Comparator.comparingInt(RouterTest::weight)));
    }
  }

  private static String pick(SplittableRandom random, List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static boolean matches(String route, String host, String path) {
    String[] parts = route.split(" ");
    boolean hostMatches =
        parts[0].equals("*")
            || parts[0].equals(host)
            || (parts[0].startsWith("*.") && host.endsWith(parts[0].substring(1)));
    return hostMatches
        && (parts[1].equals("/") || path.equals(parts[1]) || path.startsWith(parts[1] + "/"));
  }

  /** Exact names first, then the longest name below, then the longest path. */
  private static int weight(String route) {
    String[] parts = route.split(" ");
    int host = parts[0].equals("*") ? 0 : parts[0].startsWith("*.") ? parts[0].length() : 1_000;
    return host * 1_000 + parts[1].length();
  }
}
