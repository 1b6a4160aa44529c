package dev.spillway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an operator reads about each mistake. */
class MistakesTest {

  private static List<String> lines(ConfigException mistakes) {
    return mistakes.problems().stream().map(ConfigProblem::toString).toList();
  }

  private static List<String> inFile(String yaml) {
    ConfigException mistakes =
        catchThrowableOfType(ConfigException.class, () -> ConfigLoader.parse(yaml));
    assertThat(mistakes).as("a mistake in: %s", yaml).isNotNull();
    return lines(mistakes);
  }

  private static List<String> in(Map<String, String> environment, Map<String, String> flags) {
    return in(Optional.empty(), environment, flags);
  }

  private static List<String> in(
      Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
    ConfigException mistakes =
        catchThrowableOfType(
            ConfigException.class, () -> ConfigLoader.load(file, environment, flags));
    assertThat(mistakes).isNotNull();
    return lines(mistakes);
  }

  static Stream<Arguments> mistakesInAFile() {
    return Stream.of(
        // Keys.
        Arguments.of(
            "gateway: {prot: 80}",
            "spillway.yml:1: gateway.prot: unknown key; did you mean \"port\"?"),
        Arguments.of(
            "pools: {web: {maxReplicas: 3}}",
            "spillway.yml:1: pools.web.maxReplicas: unknown key; did you mean \"max-replicas\"?"),
        Arguments.of(
            "gateway: {max-requests: 3}",
            "spillway.yml:1: gateway.max-requests: unknown key;"
                + " did you mean \"pools.NAME.max-requests\"?"),
        Arguments.of(
            "cluster: {members: [10.0.0.7], tls: {cert: a.pem, ca: b.pem}}",
            "spillway.yml:1: cluster.tls: cert, key and ca go together;"
                + " expected all three, or none"),
        Arguments.of(
            "shutdown: {colour: blue}",
            "spillway.yml:1: shutdown.colour: unknown key; expected one of delay, linger, timeout"),
        Arguments.of(
            "gateway:\n  port: 1\n  port: 2",
            "spillway.yml:3: gateway.port: is given a second time; line 2 has the first"),
        Arguments.of(
            "? [a, b]\n: 1", "spillway.yml:1: has a list or map as a key; expected plain text"),
        Arguments.of(
            "pools: {Web: {image: a}}",
            "spillway.yml:1: pools.Web: is not a pool's name;"
                + " expected a-z, then up to 30 of a-z, 0-9 and -"),
        // Shapes.
        Arguments.of(
            "shutdown: 30s",
            "spillway.yml:1: shutdown: is not a map of keys; expected delay, linger, timeout"),
        Arguments.of(
            "- a",
            "spillway.yml:1: is not a map of keys; expected instance, gateway, management, redis,"
                + " runtime, transport, docker, cluster, events, access-log, shutdown, pools"),
        Arguments.of(
            "pools: [web]",
            "spillway.yml:1: pools: is not a map from names to settings; expected NAME: {…}"),
        Arguments.of(
            "gateway: {port: [1]}",
            "spillway.yml:1: gateway.port: is not a single value; expected 0 to 65535"),
        Arguments.of(
            "gateway: {port: }", "spillway.yml:1: gateway.port: has no value; expected 0 to 65535"),
        Arguments.of(
            "pools: {web: {env: [A=b]}}",
            "spillway.yml:1: pools.web.env: is not a map; expected {NAME: value}"),
        Arguments.of(
            "pools: {web: {env: {A: [b]}}}",
            "spillway.yml:1: pools.web.env.A: is not a single value; expected text"),
        Arguments.of(
            "cluster: {members: [{a: b}]}",
            "spillway.yml:1: cluster.members: has a list or map in it;"
                + " expected a list of single values"),
        Arguments.of(
            "pools: {web: {command: '[a, {b: c}]'}}",
            "spillway.yml:1: pools.web.command: \"[a, {b: c}]\" has a list or map in it; expected text"),
        // Values.
        Arguments.of(
            "pools:\n  web:\n    max-requests: ten",
            "spillway.yml:3: pools.web.max-requests: \"ten\" is not a whole number;"
                + " expected 1 to 1000000"),
        Arguments.of(
            "gateway: {port: 65536}",
            "spillway.yml:1: gateway.port: \"65536\" is too large; expected 0 to 65535"),
        Arguments.of(
            "gateway: {port: 99999999999999999999}",
            "spillway.yml:1: gateway.port: \"99999999999999999999\" is too large;"
                + " expected 0 to 65535"),
        Arguments.of(
            "gateway: {port: -1}",
            "spillway.yml:1: gateway.port: \"-1\" is too small; expected 0 to 65535"),
        Arguments.of(
            "pools: {web: {idle-timeout: 120}}",
            "spillway.yml:1: pools.web.idle-timeout: \"120\" has no unit;"
                + " expected 1ms to 24d (units ms, s, m, h, d)"),
        Arguments.of(
            "shutdown: {timeout: soon}",
            "spillway.yml:1: shutdown.timeout: \"soon\" is not a duration;"
                + " expected 0 to 24d (units ms, s, m, h, d)"),
        Arguments.of(
            "shutdown: {timeout: 25d}",
            "spillway.yml:1: shutdown.timeout: \"25d\" is too long;"
                + " expected 0 to 24d (units ms, s, m, h, d)"),
        Arguments.of(
            "pools: {web: {queue: {timeout: 0}}}",
            "spillway.yml:1: pools.web.queue.timeout: \"0\" is too short;"
                + " expected 1ms to 24d (units ms, s, m, h, d)"),
        Arguments.of(
            "gateway: {limits: {head: 16Kb/s}}",
            "spillway.yml:1: gateway.limits.head: \"16Kb/s\" is not a size;"
                + " expected 1KB to 1MB (units KB, MB, GB, TB)"),
        Arguments.of(
            "gateway: {limits: {body: 9999999TB}}",
            "spillway.yml:1: gateway.limits.body: \"9999999TB\" is too large;"
                + " expected 0 or more (units KB, MB, GB, TB), or none"),
        Arguments.of(
            "pools: {web: {cpus: 0}}",
            "spillway.yml:1: pools.web.cpus: \"0\" is too small;"
                + " expected a number above 0 and up to 1024, such as 0.5, or none"),
        Arguments.of(
            "pools: {web: {balance: least-conections}}",
            "spillway.yml:1: pools.web.balance: \"least-conections\" is unknown; expected"
                + " round-robin, round-robin-strict, least-connections, first, power-of-two,"
                + " random; did you mean \"least-connections\"?"),
        Arguments.of(
            "gateway: {host: 'http://x'}",
            "spillway.yml:1: gateway.host: \"http://x\" is not a host;"
                + " expected a host name or IP address without a port, such as 127.0.0.1"),
        Arguments.of(
            "gateway: {host: ''}",
            "spillway.yml:1: gateway.host: \"\" is empty;"
                + " expected a host name or IP address without a port, such as 127.0.0.1"),
        Arguments.of(
            "pools: {web: {health: {path: health}}}",
            "spillway.yml:1: pools.web.health.path: \"health\" is not a path;"
                + " expected a path that starts with /, such as /health, or none"),
        Arguments.of(
            "redis: http://user:hush@host:6379",
            "spillway.yml:1: redis: \"http://user:***@host:6379\" is not a Redis URL; expected"
                + " embedded, redis://user:password@HOST:PORT/DATABASE, rediss://…, redis-cluster://HOST:PORT,… or redis-sentinel://HOST:PORT,…/DATABASE#PRIMARY"),
        Arguments.of(
            "management: {token: hush hush}",
            "spillway.yml:1: management.token: \"***\" is not a bearer token;"
                + " expected letters, digits and -._~+/ (RFC 6750), = at the end, or none"),
        Arguments.of(
            "cluster:\n  members:\n    - a\n    - b:70000",
            "spillway.yml:4: cluster.members: \"b:70000\" is not a member's address;"
                + " expected HOST or HOST:PORT, such as 10.0.0.7:5701"),
        Arguments.of(
            "pools: {web: {servers: ['http://a:1/path']}}",
            "spillway.yml:1: pools.web.servers: \"http://a:1/path\" is not a server's URL;"
                + " expected http://HOST:PORT or https://HOST:PORT and nothing behind it"),
        // Values that don't go together.
        Arguments.of(
            "pools:\n  web:\n    max-replicas: 2\n    min-replicas: 3",
            "spillway.yml:4: pools.web.min-replicas: \"3\" is more than max-replicas, 2"),
        Arguments.of(
            "pools: {web: {max-replicas: 2, min-replicas: 2}}\nmanagement: {host: 0.0.0.0}",
            "spillway.yml:2: management.host: \"0.0.0.0\" can be reached from beyond this machine,"
                + " so management.token must be set"),
        Arguments.of(
            "pools:\n  shop:\n    port: 80",
            "spillway.yml:2: pools.shop: has no servers; expected image, command or servers"),
        Arguments.of(
            "pools: {web: {image: a, servers: ['http://a']}}",
            "spillway.yml:1: pools.web.servers: are fixed, and can't stand beside image,"
                + " from which servers are started"),
        Arguments.of(
            "pools: {web: {servers: ['http://a', 'http://a']}}",
            "spillway.yml:1: pools.web.servers: has http://a twice"),
        Arguments.of(
            "runtime: docker\npools: {web: {command: [a]}}",
            "spillway.yml:2: pools.web: needs image, as the runtime is docker"),
        Arguments.of(
            "runtime: process\npools: {web: {image: a}}",
            "spillway.yml:2: pools.web: needs command, as the runtime is process"),
        Arguments.of(
            "pools:\n  web: {match: {host: A.org, path: /x/}}\n"
                + "  b:\n    image: b\n    match: {host: a.org, path: /x}",
            "spillway.yml:5: pools.b.match: takes the same requests as pools.web:"
                + " host a.org and path /x; expected another host or path"),
        Arguments.of(
            "pools: {web: {env: {A B: c}}}",
            "spillway.yml:1: pools.web.env.A B: is not a variable's name;"
                + " expected letters, digits and _, the first no digit"),
        // YAML.
        Arguments.of(
            "gateway:\n  port: 80\n host: a",
            "spillway.yml:3: not valid YAML: expected <block end>, but found '<block mapping"
                + " start>'"),
        Arguments.of(
            "a: 1\n---\nb: 2", "spillway.yml:2: not valid YAML: but found another document"),
        Arguments.of(
            "gateway:\n  host: \u0007",
            "spillway.yml:2: not valid YAML: the character U+0007 can't stand in it"),
        Arguments.of(
            "gateway:\n  port: !!java.net.URL [http://a]",
            "spillway.yml:2: not valid YAML: Global tag is not allowed: tag:yaml.org,2002:java.net.URL"),
        Arguments.of("gateway:\n  port: !mine 80", "spillway.yml:2: the tag !mine isn't allowed"),
        Arguments.of(
            "gateway: {port: *there}",
            "spillway.yml:1: not valid YAML: found undefined alias there"),
        Arguments.of(
            "gateway: {<<: 5}",
            "spillway.yml:1: gateway: can't be merged by <<; expected a map, or a list of maps"));
  }

  @ParameterizedTest
  @MethodSource("mistakesInAFile")
  void aMistakeInTheFileIsOneLine(String yaml, String line) {
    assertThat(inFile(yaml)).containsExactly(line);
  }

  @Test
  void fiveMistakesAreFiveLines() {
    assertThat(
            inFile(
                """
                gateway:
                  prot: 8080
                  timeouts: {idle: 75}
                runtime: dokcer
                pools:
                  web:
                    max-requests: ten
                  legacy:
                    match: {host: old.example.org}
                    servers: [ "10.0.0.7:8080" ]
                """))
        .containsExactly(
            "spillway.yml:2: gateway.prot: unknown key; did you mean \"port\"?",
            "spillway.yml:3: gateway.timeouts.idle: \"75\" has no unit;"
                + " expected 1ms to 24d (units ms, s, m, h, d)",
            "spillway.yml:4: runtime: \"dokcer\" is unknown;"
                + " expected auto, docker, process; did you mean \"docker\"?",
            "spillway.yml:7: pools.web.max-requests: \"ten\" is not a whole number;"
                + " expected 1 to 1000000",
            "spillway.yml:10: pools.legacy.servers: \"10.0.0.7:8080\" is not a server's URL;"
                + " expected http://HOST:PORT or https://HOST:PORT and nothing behind it");
  }

  @Test
  void oneMistakeIsNotReportedAgainAsTheCauseOfAnother() {
    assertThat(inFile("pools: {shop: {imgae: shop}}"))
        .containsExactly("spillway.yml:1: pools.shop.imgae: unknown key; did you mean \"image\"?");
    assertThat(inFile("pools: {web: {min-replicas: 30, max-replicas: many}}")).hasSize(1);
    assertThat(inFile("management: {host: 0.0.0.0, token: a b}")).hasSize(1);
  }

  @Test
  void theMessageHasEveryLine() {
    ConfigException mistakes =
        catchThrowableOfType(
            ConfigException.class, () -> ConfigLoader.parse("gateway: {port: x, prot: 1}"));

    assertThat(mistakes).hasMessage(String.join("\n", lines(mistakes)));
    assertThat(mistakes.problems()).hasSize(2);
  }

  @Test
  void aValueOfManyLinesIsShownInOne() {
    assertThat(inFile("gateway: {port: \"a\\nb\\u0085" + "c".repeat(100) + "\"}"))
        .containsExactly(
            "spillway.yml:1: gateway.port: \"a\\nb?"
                + "c".repeat(76)
                + "…\" is not a whole number; expected 0 to 65535");
  }

  @Test
  void mistakesInTheEnvironmentNameTheVariable() {
    assertThat(
            in(
                Map.of(
                    "MIN_NO_OF_REPLICAS", "one",
                    "SPILLWAY_GATEWAY_PROT", "80",
                    "SPILLWAY_MAX_NO_OF_REPLICAS", "8",
                    "SPILLWAY_POOLS_WEB_MAX_REPLICSA", "8",
                    "SPILLWAY_QUITE_ANOTHER_THING", "8"),
                Map.of()))
        .containsExactlyInAnyOrder(
            "environment: MIN_NO_OF_REPLICAS: \"one\" is not a whole number;"
                + " expected 0 to 100000",
            "environment: SPILLWAY_GATEWAY_PROT: unknown variable;"
                + " did you mean \"SPILLWAY_GATEWAY_PORT\"?",
            "environment: SPILLWAY_MAX_NO_OF_REPLICAS: unknown variable;"
                + " did you mean \"MAX_NO_OF_REPLICAS\"?",
            "environment: SPILLWAY_POOLS_WEB_MAX_REPLICSA: unknown variable;"
                + " did you mean \"SPILLWAY_POOLS_WEB_MAX_REPLICAS\"?",
            "environment: SPILLWAY_QUITE_ANOTHER_THING: unknown variable");
  }

  @Test
  void mistakesInFlagsNameTheFlag() {
    assertThat(
            in(
                Map.of(),
                Map.of(
                    "pools.web.port", "eighty",
                    "gateway.prot", "80",
                    "gateway", "80",
                    "pools.web.env", "a")))
        .containsExactlyInAnyOrder(
            "--set pools.web.port: \"eighty\" is not a whole number; expected 1 to 65535",
            "--set gateway.prot: unknown key; did you mean \"gateway.port\"?",
            "--set gateway: unknown key",
            "--set pools.web.env: unknown key; did you mean \"pools.web.env.KEY\"?");
  }

  @Test
  void thePlaceOfAMistakeBetweenSourcesIsTheOneThatWon(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("a.yml"), "pools: {web: {max-replicas: 5}}");

    assertThat(in(Optional.of(file), Map.of("MIN_NO_OF_REPLICAS", "6"), Map.of()))
        .containsExactly("environment: MIN_NO_OF_REPLICAS: \"6\" is more than max-replicas, 5");
  }

  @Test
  void aMisspeltPoolIsAMistake(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("a.yml"), "pools: {shop: {image: shop}}");

    assertThat(
            in(
                Optional.of(file),
                Map.of("SPILLWAY_POOLS_SHPO_PORT", "1"),
                Map.of("pools.shpo.port", "1")))
        .containsExactly(
            "environment: SPILLWAY_POOLS_SHPO_PORT: unknown variable;"
                + " did you mean \"SPILLWAY_POOLS_SHOP_PORT\"?",
            "--set pools.shpo.port: unknown key; did you mean \"pools.shop.port\"?");
    assertThat(in(Map.of("SPILLWAY_POOLS_WBE_PORT", "1"), Map.of()))
        .containsExactly(
            "environment: pools.wbe: has no servers; expected image, command or servers");
  }

  @Test
  void aFileThatCannotBeReadIsOneMistake(@TempDir Path folder) throws IOException {
    Path missing = folder.resolve("missing.yml");
    Path binary = Files.write(folder.resolve("binary.yml"), new byte[] {(byte) 0xC3, 0x28});

    assertThat(in(Optional.of(missing), Map.of("SPILLWAY_POOLS_SHOP_PORT", "1"), Map.of()))
        .containsExactly(missing + ": there is no such file");
    assertThat(in(Optional.of(binary), Map.of(), Map.of()))
        .containsExactly(binary + ": is not UTF-8 text");
    assertThat(in(Optional.of(folder), Map.of(), Map.of()))
        .singleElement()
        .asString()
        .startsWith(folder + ": can't be read: ");
  }

  @Test
  void aFileTooLongIsNotReadToItsEnd(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("long.yml"), "x: " + "y".repeat(5_000_000));

    assertThat(in(Optional.of(file), Map.of(), Map.of()))
        .containsExactly(file + ": is too long; expected 512KB at the most");
  }

  @Test
  void filesMadeToExplodeAreMistakes() {
    String deep = "[".repeat(10_000);
    StringBuilder laughs = new StringBuilder("a0: &a0 [ha]\n");
    for (int i = 1; i < 60; i++) {
      laughs.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
    }

    assertThat(inFile(deep)).singleElement().asString().contains("not valid YAML");
    assertThat(inFile(laughs.toString())).singleElement().asString().contains("not valid YAML");
  }

  @Test
  void mapsMergedIntoEachOtherComeToAnEnd() {
    StringBuilder doubling = new StringBuilder("gateway: &a0 {nothing: 1}\n");
    for (int i = 1; i < 25; i++) {
      doubling.append("a%d: &a%d {<<: [*a%d, *a%d]}%n".formatted(i, i, i - 1, i - 1));
    }
    doubling.append("management: {<<: *a24}\n");

    assertThat(inFile(doubling.toString())).hasSize(26);
    assertThat(inFile("gateway: &a {<<: *a, b: 1}")).hasSize(1);
    assertThat(inFile("gateway: &a [*a]")).hasSize(1);
  }
}
