package dev.spillway.config;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The forms that a text in the configuration can be asked to have. */
public enum TextForm {
  /** Any text on one line. */
  LINE("a line of text", "text on one line", text -> !text.isBlank() && !hasControls(text)),
  /** Any text, even empty. */
  ANY("text", "text", text -> true),
  /** Any text, even empty; kept from messages and logs. */
  SECRET("text", "text", text -> true),
  /** An installation's name. */
  NAME(
      "a name",
      "up to 63 of a-z, 0-9, - and _, the first a letter or digit",
      matching("[a-z0-9][a-z0-9_-]{0,62}")),
  /** A host to listen on. */
  HOST(
      "a host",
      "a host name or IP address without a port, such as 127.0.0.1",
      text -> Addresses.isHost(text)),
  /** A host, or a host and a port. */
  MEMBER(
      "a member's address",
      "HOST or HOST:PORT, such as 10.0.0.7:5701",
      text -> Addresses.isHostWithPort(text)),
  /** The host of a request. */
  HOST_MATCH(
      "a host to match",
      "a host name without a port, *.name for every name below it, or * for all",
      text -> text.equals("*") || Addresses.isHost(text.replaceFirst("^\\*\\.", ""))),
  /** A path of a URL. */
  PATH("a path", "a path that starts with /, such as /health", matching("/[^\\s?#\\p{Cntrl}]*")),
  /** Scheme, host and port of a fixed server. */
  ORIGIN(
      "a server's URL",
      "http://HOST:PORT or https://HOST:PORT and nothing behind it",
      text -> Addresses.isOrigin(text)),
  /** A network of IP addresses. */
  CIDR(
      "a network",
      "ADDRESS/BITS, such as 10.0.0.0/8 or fd00::/8, or one address",
      text -> Addresses.isNetwork(text)),
  /** Where Redis is. */
  REDIS_URL(
      "a Redis URL",
      "embedded, redis://user:password@HOST:PORT/DATABASE, rediss://…, redis-cluster://HOST:PORT,…"
          + " or redis-sentinel://HOST:PORT,…/DATABASE#PRIMARY",
      text -> text.equals(RedisConfig.EMBEDDED) || Addresses.isRedisUrl(text)),
  /** Where the Docker daemon is. */
  DOCKER_HOST(
      "a Docker daemon's address",
      "unix:///PATH or tcp://HOST:PORT",
      matching("unix:///\\S+|(tcp|http|https)://[^\\s/]+/?")),
  /** A container image's name. */
  IMAGE(
      "an image's name",
      "[REGISTRY/]NAME[:TAG][@DIGEST], such as nginx:1.27",
      matching(
          "([A-Za-z0-9.-]+(:\\d+)?/)?[a-z0-9]+([._/-]+[a-z0-9]+)*(:\\w[\\w.-]{0,127})?"
              + "(@\\w+:[0-9a-f]{32,})?")),
  /** A bearer token (RFC 6750 §2.1); kept from messages and logs. */
  TOKEN(
      "a bearer token",
      "letters, digits and -._~+/ (RFC 6750), = at the end",
      matching("[A-Za-z0-9._~+/-]+=*"));

  private static final int LONGEST = 4096;

  private final String noun;
  private final String allowed;

  // Functions without state; Error Prone can't tell.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Predicate<String> rule;

  TextForm(String noun, String allowed, Predicate<String> rule) {
    this.noun = noun;
    this.allowed = allowed;
    this.rule = rule;
  }

  String noun() {
    return noun;
  }

  String allowed() {
    return allowed;
  }

  boolean fits(String text) {
    // Java matches a repeated group by recursion, so long text could exhaust the stack.
    boolean free = this == ANY || this == SECRET;
    return (free || text.length() <= LONGEST) && rule.test(text);
  }

  /** The text without what is secret in it. */
  String shown(String text) {
    return switch (this) {
      case TOKEN, SECRET -> Secrets.MASK;
      case REDIS_URL -> Secrets.maskUrl(text);
      default -> text;
    };
  }

  private static Predicate<String> matching(String pattern) {
    return Pattern.compile(pattern).asMatchPredicate();
  }

  private static boolean hasControls(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }
}
