package dev.spillway.model;

import static dev.spillway.model.World.DRAINING;
import static dev.spillway.model.World.FAILED;
import static dev.spillway.model.World.NONE;
import static dev.spillway.model.World.READY;
import static dev.spillway.model.World.STARTING;
import static dev.spillway.model.World.STOPPING;

import dev.spillway.model.World.Gateway;
import dev.spillway.model.World.Pool;
import dev.spillway.model.World.Server;

/** The scripts that workers call, but for the sweep's notice of silent workers. */
final class WorkerScripts {
  private WorkerScripts() {}

  /**
   * {@code sweep.lua}.
   *
   * @param silent workers, by number from 1, that were silent for too long
   * @return records made
   */
  static int sweep(World world, boolean otherToken, boolean... silent) {
    Bounds bounds = world.bounds;
    world.set(Pool.BORN, 1);
    if (otherToken && bounds.keeps(Rule.SWEEPS_NOTICE_LOSS)) {
      Accounts.settle(world);
    }
    Accounts.lapseGateways(world);
    for (int server = 0; server < bounds.servers(); server++) {
      int claimedBy = world.get(Server.CLAIMED_BY, server);
      boolean left = claimedBy < silent.length && silent[claimedBy];
      if (world.state(server) == FAILED && world.get(Pool.RETRY) == 0) {
        Accounts.forgetServer(world, server);
      } else if (claimedBy != 0 && (world.get(Server.CLAIM, server) == 0 || left)) {
        world.set(Server.CLAIMED_BY, server, 0);
        world.set(Server.CLAIM, server, 0);
      }
    }
    return Accounts.settling(world) && bounds.keeps(Rule.NO_START_WHILE_SETTLING)
        ? 0
        : supply(world);
  }

  private static int supply(World world) {
    int missing = world.bounds.minServers() - world.count(READY) - world.count(STARTING);
    for (int server = 0; server < world.bounds.servers(); server++) {
      if (missing > 0 && world.state(server) == DRAINING) {
        Accounts.move(world, server, READY);
        missing--;
      }
    }
    int demand = Accounts.waiting(world, -1);
    if (world.bounds.keeps(Rule.DRAINING_COMES_BACK_FIRST)) {
      Accounts.reviveFor(world, unmet(world, demand));
    }
    int created = Accounts.create(world, missing);
    return created + Accounts.create(world, Accounts.serversFor(world, unmet(world, demand)));
  }

  private static int unmet(World world, int demand) {
    int idle = world.bounds.keeps(Rule.IDLE_ELSEWHERE_FIRST) ? Accounts.idlePermits(world, -1) : 0;
    return demand - Accounts.freePermits(world) - idle;
  }

  /** {@code claim-start.lua}. */
  static boolean claimStart(World world, int server, int worker, int claim) {
    if (world.state(server) != STARTING || !Accounts.claimable(world, server, worker)) {
      return false;
    }
    claim(world, server, worker, claim);
    return true;
  }

  private static void claim(World world, int server, int worker, int claim) {
    world.set(Server.CLAIMED_BY, server, worker);
    world.set(Server.CLAIM, server, claim);
  }

  /** {@code ready.lua}. */
  static boolean ready(World world, int server, int worker) {
    if (world.state(server) != STARTING || world.get(Server.CLAIMED_BY, server) != worker) {
      return false;
    }
    Accounts.move(world, server, READY);
    world.set(Pool.FAILURES, 0);
    world.set(Pool.RETRY, 0);
    return true;
  }

  /** {@code failed.lua}. */
  static boolean failed(World world, int server, int worker) {
    if (world.state(server) != STARTING || world.get(Server.CLAIMED_BY, server) != worker) {
      return false;
    }
    Accounts.move(world, server, FAILED);
    if (world.get(Pool.RETRY) == 0) {
      int failures = world.get(Pool.FAILURES) + 1;
      world.set(Pool.FAILURES, failures);
      world.set(Pool.RETRY, Accounts.backoff(failures));
    }
    return true;
  }

  /** {@code drain-if-idle.lua} for a server whose last request is long enough ago. */
  static String drainIfIdle(World world, int server) {
    if (world.state(server) != READY) {
      return "NOT_READY";
    }
    if (Accounts.settling(world) && world.bounds.keeps(Rule.NO_STOP_WHILE_SETTLING)) {
      return "SETTLING";
    }
    if (world.inFlightRecorded(server) > 0) {
      return "NOT_IDLE";
    }
    if (world.count(READY) <= world.bounds.minServers()
        && world.bounds.keeps(Rule.DRAINING_LEAVES_THE_MINIMUM)) {
      return "AT_MINIMUM";
    }
    Accounts.move(world, server, DRAINING);
    return "DRAINING";
  }

  /** {@code claim-stop.lua}. */
  static String claimStop(World world, int server, int worker, int claim) {
    int state = world.state(server);
    if (state != DRAINING && state != STOPPING) {
      return "NOT_DRAINING";
    }
    if (state == DRAINING) {
      if (Accounts.settling(world) && world.bounds.keeps(Rule.NO_STOP_WHILE_SETTLING)) {
        return "SETTLING";
      }
      if (world.granted(server) > 0 && world.bounds.keeps(Rule.STOPPED_WITHOUT_PERMITS)) {
        return "IN_USE";
      }
      Accounts.move(world, server, STOPPING);
    } else if (!Accounts.claimable(world, server, worker)) {
      return "CLAIMED";
    }
    claim(world, server, worker, claim);
    return "STOP";
  }

  /** {@code remove.lua}. */
  static boolean remove(World world, int server) {
    if (world.state(server) == NONE) {
      return false;
    }
    Accounts.forgetServer(world, server);
    return true;
  }

  /** {@code adopt.lua}. */
  static boolean adopt(World world, int server) {
    if (world.state(server) != NONE) {
      return false;
    }
    if (world.records() >= world.bounds.maxServers()) {
      int victim = -1;
      for (int other = 0; other < world.bounds.servers(); other++) {
        int state = world.state(other);
        if (state == FAILED || state == STARTING) {
          boolean better =
              victim < 0
                  || world.get(Server.CLAIMED_BY, other) == 0
                  || world.get(Server.CLAIMED_BY, victim) != 0;
          victim = better ? other : victim;
        }
      }
      if (victim < 0) {
        return false;
      }
      Accounts.forgetServer(world, victim);
    }
    world.set(Pool.BORN, 1);
    Accounts.move(world, server, READY);
    if (world.bounds.keeps(Rule.ADOPTING_SETTLES)) {
      Accounts.settle(world);
    }
    return true;
  }

  /** Redis loses all that it has of the pool. */
  static void loseData(World world) {
    for (int server = 0; server < world.bounds.servers(); server++) {
      Accounts.forgetServer(world, server);
    }
    for (int gateway = 0; gateway < world.bounds.gateways(); gateway++) {
      Accounts.forgetGateway(world, gateway);
      world.set(Gateway.NUMBERED, gateway, 0);
      world.set(Gateway.NUMBER_LAG, gateway, 0);
    }
    world.set(Pool.SETTLING, 0);
    world.set(Pool.BORN, 0);
    world.set(Pool.FAILURES, 0);
    world.set(Pool.RETRY, 0);
    if (world.get(Pool.TOKEN_SEEN) == 1) {
      world.set(Pool.TOKEN_SEEN, 2);
    }
  }
}
