package dev.spillway.launcher.part;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster's members by number. Hazelcast calls a member that finds itself under a name in the
 * list by that name; where several processes share one name, such as the replicas of a service, it
 * would take them for one and turn each out for the next.
 */
final class MemberAddresses {
  private static final Logger LOG = LoggerFactory.getLogger(MemberAddresses.class);
  private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[^]]+]|[^:]+)(:\\d+)?");

  private MemberAddresses() {}

  /**
   * All addresses of each member's host. A host without any is left out: it is not up yet, and will
   * find this one. Blocks while names are looked up.
   */
  static List<String> of(List<String> members) {
    return members.stream().flatMap(MemberAddresses::addresses).distinct().toList();
  }

  private static Stream<String> addresses(String member) {
    Matcher parts = HOST_AND_PORT.matcher(member);
    if (!parts.matches()) {
      return Stream.of(member);
    }
    String port = parts.group(2) == null ? "" : parts.group(2);
    try {
      return Arrays.stream(InetAddress.getAllByName(parts.group(1)))
          .map(address -> literal(address) + port);
    } catch (UnknownHostException e) {
      LOG.warn("Cluster member left out, its name has no address yet member={}", member);
      return Stream.empty();
    }
  }

  private static String literal(InetAddress address) {
    String text = address.getHostAddress();
    return text.contains(":") ? "[" + text + "]" : text;
  }
}
