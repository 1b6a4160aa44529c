package dev.spillway.lb.admission;

import dev.spillway.lb.balance.BalancingAlgorithm;
import dev.spillway.state.ExchangeAnswer;
import dev.spillway.state.ExchangeReport.Holding;
import dev.spillway.state.ServerState;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The permits that this gateway holds, by server. It spends no more than it holds, and what it
 * holds grows by an answer alone. Guarded by the pool's lock. Times are those of {@link
 * System#nanoTime()}.
 */
final class PermitBook {
  private final BalancingAlgorithm algorithm;
  private final AsideServers asides = new AsideServers();
  private final Map<String, ServerPermits> servers = new LinkedHashMap<>();

  /** READY servers that are not aside: the members of {@link #algorithm}. */
  private int members;

  private int inFlight;

  PermitBook(BalancingAlgorithm algorithm) {
    this.algorithm = algorithm;
  }

  /** Spends a permit of the server that the algorithm chooses, or answers null. */
  ServerPermits take(long now) {
    endAsides(now);
    ServerPermits chosen = members > 0 ? (ServerPermits) algorithm.pick() : asides.pick();
    if (chosen != null) {
      inFlight++;
      chosen.inFlight++;
      chosen.used(now);
      changed(chosen);
    }
    return chosen;
  }

  /** A request that had a permit of this server has ended. */
  void giveBack(ServerPermits server, long now) {
    inFlight--;
    server.inFlight--;
    server.used(now);
    changed(server);
    forgetIfOver(server);
  }

  /** Likewise, of any other server than that one; of it only if there is no other. */
  ServerPermits takeOther(String name, long now) {
    ServerPermits avoided = servers.get(name);
    if (avoided == null || !avoided.ready() || avoided.aside || members == 1) {
      return take(now);
    }
    withdraw(avoided);
    ServerPermits other = take(now);
    admit(avoided);
    return other == null ? take(now) : other;
  }

  /** Passes a server over for so many nanoseconds, as long as there are others. */
  void setAside(ServerPermits server, long now, long nanos) {
    if (server.ready()) {
      withdraw(server);
      asides.add(server, now, nanos);
    }
  }

  /** A server takes no further requests, by hearsay: the next answer has the last word. */
  void drain(String name) {
    ServerPermits server = servers.get(name);
    if (server != null && server.ready()) {
      withdraw(server);
      server.state = ServerState.DRAINING;
    }
  }

  /** Nanoseconds until a server is passed over no longer, or {@link Long#MAX_VALUE}. */
  long nanosUntilAsideEnds(long now) {
    return asides.nanosUntilEnd(now);
  }

  /** Gives up the idle permits of servers that take no requests. */
  void giveUpUnusable() {
    for (ServerPermits server : servers.values()) {
      if (!server.ready()) {
        server.held = Math.min(server.held, server.inFlight);
      }
    }
  }

  /** Holds nothing any more; what is in flight goes on. */
  void giveUpAll() {
    for (ServerPermits server : servers.values()) {
      server.held = 0;
      changed(server);
    }
  }

  /** Gives up all idle permits but so many, those of the youngest servers first. */
  void giveUpIdle(int keep) {
    int left = keep;
    for (ServerPermits server : servers.values()) {
      int kept = Math.min(left, server.idle());
      left -= kept;
      if (server.idle() > kept) {
        server.held = server.inFlight + kept;
        changed(server);
      }
    }
  }

  /** Gives up so many permits that are in use now: they can't be spent again. */
  void giveUpWhenFreed(int count) {
    int left = count;
    for (ServerPermits server : servers.values()) {
      int given = Math.min(left, server.held);
      if (given > 0 && server.idle() == 0) {
        left -= given;
        server.held -= given;
        changed(server);
      }
    }
  }

  /** What a report says of the servers held, in use, or used since the given time. */
  List<Holding> holdings(long now, long since) {
    List<Holding> holdings = new ArrayList<>(servers.size());
    for (ServerPermits server : servers.values()) {
      boolean usedSince = server.everUsed && server.lastUse - since >= 0;
      if (server.held > 0 || server.inFlight > 0 || usedSince) {
        holdings.add(
            new Holding(server.name, server.held, server.inFlight, idleMillis(server, now)));
      }
    }
    return holdings;
  }

  private static long idleMillis(ServerPermits server, long now) {
    if (server.inFlight > 0) {
      return 0;
    }
    return server.everUsed ? TimeUnit.NANOSECONDS.toMillis(now - server.lastUse) : -1;
  }

  /**
   * Takes over what an answer grants.
   *
   * @param keepUnlisted whether permits of servers that the answer doesn't list stay good
   * @return whether permits of a draining server are idle, and to be reported as given back
   */
  boolean apply(ExchangeAnswer answer, boolean keepUnlisted) {
    boolean toGiveBack = false;
    for (ExchangeAnswer.Grant grant : answer.grants()) {
      ServerPermits server = servers.computeIfAbsent(grant.server(), ServerPermits::new);
      server.listedIn = answer.sequence();
      apply(grant, server);
      toGiveBack |= !server.ready() && server.held > server.inFlight;
    }
    if (!keepUnlisted) {
      dropUnlisted(answer.sequence());
    }
    return toGiveBack;
  }

  private void apply(ExchangeAnswer.Grant grant, ServerPermits server) {
    boolean sameServer =
        server.state == grant.state()
            && server.ordinal == grant.ordinal()
            && server.url.equals(grant.url());
    if (!sameServer) {
      withdraw(server);
      server.state = grant.state();
      server.ordinal = grant.ordinal();
      server.url = grant.url();
      Faults.served(server); // it is another server, or was found healthy
    }
    server.held = grant.mayHold();
    server.othersInFlight = grant.othersInFlight();
    if (sameServer) {
      changed(server);
    } else {
      admit(server);
    }
  }

  private void dropUnlisted(long sequence) {
    Iterator<ServerPermits> all = servers.values().iterator();
    while (all.hasNext()) {
      ServerPermits server = all.next();
      if (server.listedIn != sequence) {
        withdraw(server);
        server.state = ServerState.GONE;
        server.held = 0;
        if (server.inFlight == 0) {
          all.remove();
        }
      }
    }
  }

  /** Requests in flight over all servers. */
  int inFlight() {
    return inFlight;
  }

  /** Permits held over all servers. Takes a look at every server. */
  int held() {
    int held = 0;
    for (ServerPermits server : servers.values()) {
      held += server.held;
    }
    return held;
  }

  /** Permits held or in use, whichever is more, over all servers. Takes a look at every server. */
  int granted() {
    int granted = 0;
    for (ServerPermits server : servers.values()) {
      granted += Math.max(server.held, server.inFlight);
    }
    return granted;
  }

  /** Whether any permit could be given back. Takes a look at every server. */
  boolean hasIdle() {
    for (ServerPermits server : servers.values()) {
      if (server.idle() > 0) {
        return true;
      }
    }
    return false;
  }

  private void endAsides(long now) {
    for (ServerPermits ended = asides.pollEnded(now);
        ended != null;
        ended = asides.pollEnded(now)) {
      admit(ended);
    }
  }

  private void admit(ServerPermits server) {
    if (server.ready()) {
      members++;
      algorithm.add(server);
    }
  }

  private void withdraw(ServerPermits server) {
    if (server.aside) {
      asides.remove(server);
    } else if (server.ready()) {
      members--;
      algorithm.remove(server);
    }
  }

  private void changed(ServerPermits server) {
    if (server.aside) {
      asides.changed(server);
    } else if (server.ready()) {
      algorithm.changed(server);
    }
  }

  private void forgetIfOver(ServerPermits server) {
    if (server.state == ServerState.GONE && server.inFlight == 0) {
      servers.remove(server.name, server);
    }
  }
}
