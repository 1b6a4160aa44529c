package dev.spillway.lb.forward;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** The networks whose word about the client is taken. Safe for use by several threads. */
public final class TrustedProxies {
  private final List<IpSubnetFilterRule> networks;

  /**
   * The proxies in these networks.
   *
   * @param cidrs such as {@code 10.0.0.0/8} or {@code fd00::/8}; an address alone is that host
   */
  public TrustedProxies(List<String> cidrs) {
    networks = cidrs.stream().map(TrustedProxies::network).toList();
  }

  private static IpSubnetFilterRule network(String cidr) {
    String whole = cidr.indexOf('/') >= 0 ? cidr : cidr + (cidr.indexOf(':') >= 0 ? "/128" : "/32");
    return new IpSubnetFilterRule(whole, IpFilterRuleType.ACCEPT);
  }

  /**
   * Who is at the other end of a connection from this address, accepted at that one.
   *
   * @param tls whether TLS is spoken on it
   */
  public Peer peer(SocketAddress remote, SocketAddress local, boolean tls) {
    int port = local == null ? -1 : local.port();
    String text = remote == null ? null : remote.hostAddress();
    InetAddress address = text == null ? null : addressOf(text);
    return address == null
        ? new Peer("", false, port, tls)
        : new Peer(
            NetUtil.toAddressString(address),
            contains(new InetSocketAddress(address, 0)),
            port,
            tls);
  }

  /** Without its zone, which means nothing on another machine. No name is looked up. */
  private static InetAddress addressOf(String text) {
    int zone = text.indexOf('%');
    return NetUtil.createInetAddressFromIpAddressString(zone < 0 ? text : text.substring(0, zone));
  }

  private boolean contains(InetSocketAddress address) {
    for (IpSubnetFilterRule network : networks) {
      if (network.matches(address)) {
        return true;
      }
    }
    return false;
  }
}
