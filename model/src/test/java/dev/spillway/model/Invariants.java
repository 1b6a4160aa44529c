package dev.spillway.model;

import static dev.spillway.model.World.DRAINING;
import static dev.spillway.model.World.NONE;
import static dev.spillway.model.World.READY;
import static dev.spillway.model.World.STARTING;

import dev.spillway.model.World.Permit;
import dev.spillway.model.World.Pool;
import dev.spillway.model.World.Server;

/** What must hold at every moment; what must hold of a step is said where the step is made. */
final class Invariants {
  private Invariants() {}

  /** What is broken, for a person, or null. */
  static String broken(World world) {
    if (world.records() > world.bounds.maxServers()) {
      return "I4: " + world.records() + " records, at most " + world.bounds.maxServers();
    }
    for (int server = 0; server < world.bounds.servers(); server++) {
      String broken = broken(world, server);
      if (broken != null) {
        return broken;
      }
    }
    return null;
  }

  private static String broken(World world, int server) {
    int holds = 0;
    int believed = 0;
    int covered = 0;
    for (int gateway = 0; gateway < world.bounds.gateways(); gateway++) {
      holds += world.get(Permit.HOLDS, gateway, server);
      boolean may =
          GatewaySteps.leaseGood(world, gateway)
              && world.get(Permit.VIEW, gateway, server) == READY;
      believed += may ? world.get(Permit.HELD, gateway, server) : 0;
      covered += world.get(Permit.COVERED, gateway, server);
      if (world.state(server) != NONE && believesTooMuch(world, gateway, server)) {
        return "I0: a gateway holds "
            + world.get(Permit.HELD, gateway, server)
            + " permits of a server, recorded for it are "
            + world.granted(gateway, server);
      }
    }
    int capacity = world.bounds.capacity();
    if (believed > capacity) {
      return "I1: gateways hold " + believed + " permits of a server, capacity " + capacity;
    }
    boolean lost = world.get(Pool.LOSSES_LEFT) < world.bounds.losses();
    if (!lost && world.state(server) != NONE && holds > capacity) {
      return "I1: gateways may hold " + holds + " permits of a server, capacity " + capacity;
    }
    if (world.get(Server.RUNNING, server) == 1 && covered > capacity) {
      return "I2: " + covered + " requests are in flight on a server, capacity " + capacity;
    }
    return null;
  }

  private static boolean believesTooMuch(World world, int gateway, int server) {
    return world.get(Pool.LOST) == 0
        && !Accounts.settling(world)
        && GatewaySteps.leaseGood(world, gateway)
        && world.get(Permit.VIEW, gateway, server) == READY
        && world.get(Permit.HELD, gateway, server) > world.granted(gateway, server);
  }

  /** What is broken by an answer: nobody is told that it may hold what others have in flight. */
  static String broken(World world, Answer answer) {
    for (int server = 0; server < world.bounds.servers(); server++) {
      if (answer.listed[server] == READY
          && answer.mayHold[server] > 0
          && answer.mayHold[server] + answer.othersInFlight[server] > world.bounds.capacity()) {
        return "I2: a gateway is told that it may hold "
            + answer.mayHold[server]
            + " permits where others have "
            + answer.othersInFlight[server]
            + " in flight, capacity "
            + world.bounds.capacity();
      }
    }
    return null;
  }

  /**
   * What is broken by the making of records: they are for what nothing that exists could serve.
   *
   * @param created how many were made; they are among those that start
   * @param self the gateway that reported, −1 if none did
   */
  static String startedInVain(World world, int created, int self) {
    int servers = world.count(READY) + world.count(STARTING);
    if (created == 0 || servers <= world.bounds.minServers()) {
      return null;
    }
    for (int server = 0; server < world.bounds.servers(); server++) {
      if (world.state(server) == DRAINING && Accounts.room(world, server) > 0) {
        return "a server is started while one that drains has room";
      }
    }
    int waiting = Accounts.waiting(world, -1);
    int starting = (world.count(STARTING) - created) * world.bounds.capacity();
    int unused = Accounts.freePermits(world) + Accounts.idlePermits(world, self);
    if (waiting > starting + unused) {
      return null;
    }
    return "a server is started for %d requests that wait; servers that start serve %d, unused permits %d"
        .formatted(waiting, starting, unused);
  }

  /**
   * What is broken by the making of records: for a lease after a loss of data, servers may run that
   * are yet to be entered.
   */
  static String startedUnseen(World world, int created) {
    if (created == 0 || world.get(Pool.LOST) <= 1) {
      return null;
    }
    for (int server = 0; server < world.bounds.servers(); server++) {
      if (world.get(Server.RUNNING, server) == 1 && world.state(server) == NONE) {
        return "I4: a server is started while one runs that was lost sight of";
      }
    }
    return null;
  }
}
