package dev.spillway.config;

import io.netty.util.NetUtil;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The forms of hosts, ports and URLs. Looks at text alone; resolves no name. */
final class Addresses {
  private Addresses() {}

  private static final String LABEL = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";
  private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*\\.?");
  private static final Pattern IPV6 =
      Pattern.compile("(?=.*:.*:)[0-9A-Fa-f:]{2,39}(\\d+\\.\\d+\\.\\d+\\.\\d+)?(%\\w+)?");
  private static final Pattern BRACKETED = Pattern.compile("\\[([^\\[\\]]*)\\]");
  private static final Pattern BITS = Pattern.compile("\\d{1,3}");
  private static final Pattern WITH_PORT = Pattern.compile("(.+):(\\d{1,5})");
  private static final Pattern REDIS_URL =
      Pattern.compile(
          "rediss?://([^/?\\s]*@)?(?<host>[^/?@,]+)(/\\d{0,5})?(\\?ca=[^&\\s]+)?"
              + "|rediss?[+-]cluster://([^/?\\s]*@)?(?<hosts>[^/?@#]+)(/0?)?(\\?ca=[^&#\\s]+)?"
              + "|rediss?[+-]sentinel://([^/?\\s]*@)?(?<sentinels>[^/?@#]+)(/\\d{0,5})?"
              + "(\\?ca=[^&#\\s]+)?#[\\w.-]+");
  private static final Pattern LOOPBACK =
      Pattern.compile("(?i)localhost|127(\\.\\d{1,3}){3}|\\[?(::1|0:0:0:0:0:0:0:1)\\]?");

  /** A host name, an IPv4 address, or an IPv6 address with or without brackets. */
  static boolean isHost(String text) {
    if (text.length() > 253) {
      return false;
    }
    Matcher bracketed = BRACKETED.matcher(text);
    String plain = bracketed.matches() ? bracketed.group(1) : text;
    return IPV6.matcher(plain).matches() || (!bracketed.matches() && NAME.matcher(text).matches());
  }

  static boolean isHostWithPort(String text) {
    if (isHost(text)) {
      return true;
    }
    Matcher matcher = WITH_PORT.matcher(text);
    return matcher.matches()
        && isHost(matcher.group(1))
        && isPort(Integer.parseInt(matcher.group(2)));
  }

  private static boolean isPort(int port) {
    return port >= 1 && port <= 65_535;
  }

  /** An IP address, alone or with the number of its leading bits that count (RFC 4632 §3.1). */
  static boolean isNetwork(String text) {
    int slash = text.indexOf('/');
    byte[] address =
        NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
    if (address == null || text.indexOf('%') >= 0 || text.startsWith("[")) {
      return false;
    }
    String bits = slash < 0 ? "0" : text.substring(slash + 1);
    return BITS.matcher(bits).matches() && Integer.parseInt(bits) <= address.length * 8;
  }

  /** An http or https URL that has a host and nothing behind the port. */
  static boolean isOrigin(String text) {
    return parse(text)
        .filter(url -> hasScheme(url, Set.of("http", "https")))
        .filter(Addresses::namesAHost)
        .filter(url -> url.getRawUserInfo() == null)
        .filter(url -> url.getRawPath().isEmpty() || url.getRawPath().equals("/"))
        .filter(url -> url.getRawQuery() == null && url.getRawFragment() == null)
        .isPresent();
  }

  static boolean isRedisUrl(String text) {
    Matcher matcher = REDIS_URL.matcher(text);
    if (!matcher.matches()) {
      return false;
    }
    return Stream.of("host", "hosts", "sentinels")
        .map(matcher::group)
        .filter(Objects::nonNull)
        .flatMap(hosts -> Arrays.stream(hosts.split(",", -1)))
        .allMatch(Addresses::isHostWithPort);
  }

  private static boolean hasScheme(URI url, Set<String> schemes) {
    return url.getScheme() != null && schemes.contains(url.getScheme());
  }

  private static boolean namesAHost(URI url) {
    return url.getHost() != null && (url.getPort() == -1 || isPort(url.getPort()));
  }

  private static Optional<URI> parse(String text) {
    try {
      return Optional.of(new URI(text));
    } catch (URISyntaxException notAUrl) {
      return Optional.empty();
    }
  }

  /** Whether a host can be reached from this machine alone. */
  static boolean isLoopback(String host) {
    return LOOPBACK.matcher(host).matches();
  }
}
