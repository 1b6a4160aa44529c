package dev.spillway.model;

import static dev.spillway.model.World.DRAINING;
import static dev.spillway.model.World.NONE;
import static dev.spillway.model.World.READY;
import static dev.spillway.model.World.STARTING;

import dev.spillway.model.World.Gateway;
import dev.spillway.model.World.Permit;
import dev.spillway.model.World.Pool;
import dev.spillway.model.World.Server;

/** What several scripts do: the files of the folder {@code pool}. */
final class Accounts {
  private static final int LONGEST_BACKOFF = 60;

  private Accounts() {}

  static boolean settling(World world) {
    return world.get(Pool.SETTLING) > 0;
  }

  static void settle(World world) {
    world.set(Pool.SETTLING, Math.max(world.get(Pool.SETTLING), world.bounds.lease()));
  }

  static void lapseGateways(World world) {
    if (!world.bounds.keeps(Rule.LEASES_LAPSE)) {
      return;
    }
    for (int gateway = 0; gateway < world.bounds.gateways(); gateway++) {
      if (world.get(Gateway.LIVE, gateway) == 1
          && world.get(Gateway.LEASE_RECORDED, gateway) == 0) {
        forgetGateway(world, gateway);
        if (!world.bounds.keeps(Rule.NUMBERS_OUTLIVE_THE_LEASE)) {
          world.set(Gateway.NUMBERED, gateway, 0);
          world.set(Gateway.NUMBER_LAG, gateway, 0);
        }
      }
    }
  }

  static void forgetGateway(World world, int gateway) {
    for (int server = 0; server < world.bounds.servers(); server++) {
      record(world, gateway, server, 0, 0);
    }
    world.set(Gateway.LIVE, gateway, 0);
    world.set(Gateway.LEASE_RECORDED, gateway, 0);
    world.set(Gateway.WAITING_RECORDED, gateway, 0);
    world.set(Gateway.ASKS_RECORDED, gateway, 0);
    world.set(Gateway.PROMISED, gateway, 0);
  }

  static void record(World world, int gateway, int server, int holds, int inFlight) {
    world.set(Permit.HOLDS, gateway, server, holds);
    world.set(Permit.IN_FLIGHT, gateway, server, inFlight);
  }

  static void forgetServer(World world, int server) {
    for (int gateway = 0; gateway < world.bounds.gateways(); gateway++) {
      record(world, gateway, server, 0, 0);
    }
    move(world, server, NONE);
  }

  static void move(World world, int server, int state) {
    world.set(Server.STATE, server, state);
    world.set(Server.CLAIMED_BY, server, 0);
    world.set(Server.CLAIM, server, 0);
  }

  static boolean claimable(World world, int server, int worker) {
    int claimedBy = world.get(Server.CLAIMED_BY, server);
    return claimedBy == 0 || claimedBy == worker || world.get(Server.CLAIM, server) == 0;
  }

  static int room(World world, int server) {
    return Math.max(0, world.bounds.capacity() - world.granted(server));
  }

  static int freePermits(World world) {
    int free = 0;
    for (int server = 0; server < world.bounds.servers(); server++) {
      free += world.state(server) == READY ? room(world, server) : 0;
    }
    return free;
  }

  /** Idle on READY servers at gateways other than self, less what was promised; self −1: none. */
  static int idlePermits(World world, int self) {
    int idle = 0;
    for (int server = 0; server < world.bounds.servers(); server++) {
      if (world.state(server) == READY) {
        int granted = world.granted(server);
        int inFlight = world.inFlightRecorded(server);
        if (self >= 0) {
          granted -= world.granted(self, server);
          inFlight -= world.get(Permit.IN_FLIGHT, self, server);
        }
        idle += Math.max(0, granted - inFlight);
      }
    }
    for (int gateway = 0; gateway < world.bounds.gateways(); gateway++) {
      idle -= gateway == self ? 0 : world.get(Gateway.PROMISED, gateway);
    }
    return Math.max(0, idle);
  }

  static int waiting(World world, int exceptFor) {
    int sum = 0;
    for (int gateway = 0; gateway < world.bounds.gateways(); gateway++) {
      sum += gateway == exceptFor ? 0 : world.get(Gateway.WAITING_RECORDED, gateway);
    }
    return sum;
  }

  /** What is recorded of a gateway as granted over all servers. */
  static int grantedTo(World world, int gateway) {
    int sum = 0;
    for (int server = 0; server < world.bounds.servers(); server++) {
      sum += world.granted(gateway, server);
    }
    return sum;
  }

  /** Whether a gateway said in this tick what it wishes for. */
  static boolean wishHolds(World world, int gateway) {
    return world.get(Gateway.LEASE_RECORDED, gateway) == world.bounds.lease();
  }

  /** What others that ask for permits lack to have so many each. */
  static int owed(World world, int exceptFor, int share) {
    int sum = 0;
    for (int gateway = 0; gateway < world.bounds.gateways(); gateway++) {
      if (gateway != exceptFor && wishHolds(world, gateway)) {
        int lacks = share - grantedTo(world, gateway);
        sum += Math.max(0, Math.min(world.get(Gateway.ASKS_RECORDED, gateway), lacks));
      }
    }
    return sum;
  }

  static void reviveFor(World world, int demand) {
    int left = demand;
    for (int server = 0; server < world.bounds.servers() && left > 0; server++) {
      if (world.state(server) == DRAINING && room(world, server) > 0) {
        move(world, server, READY);
        left -= room(world, server);
      }
    }
  }

  /** Makes up to so many STARTING records; answers how many. */
  static int create(World world, int wanted) {
    boolean settling = settling(world) && world.bounds.keeps(Rule.NO_START_WHILE_SETTLING);
    boolean born = world.get(Pool.BORN) == 1 || !world.bounds.keeps(Rule.NO_START_BEFORE_A_SWEEP);
    if (wanted <= 0 || settling || !born || world.get(Pool.RETRY) > 0) {
      return 0;
    }
    int allowed =
        world.bounds.keeps(Rule.WITHIN_THE_MAXIMUM)
            ? Math.max(0, world.bounds.maxServers() - world.records())
            : wanted;
    int created = 0;
    while (created < Math.min(wanted, allowed)) {
      int server = world.free();
      if (server < 0) {
        break;
      }
      move(world, server, STARTING);
      world.set(Server.STOPPED, server, 0); // Its place may have been another's until now.
      created++;
    }
    return created;
  }

  static int serversFor(World world, int demand) {
    int unmet = demand;
    if (world.bounds.keeps(Rule.STARTING_COUNTS)) {
      unmet -= world.count(STARTING) * world.bounds.capacity();
    }
    return -Math.floorDiv(-unmet, world.bounds.capacity());
  }

  static int backoff(int failures) {
    return (int) Math.min(LONGEST_BACKOFF, 1L << Math.min(30, failures - 1));
  }
}
