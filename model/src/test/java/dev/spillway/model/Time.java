package dev.spillway.model;

import dev.spillway.model.World.Gateway;
import dev.spillway.model.World.Permit;
import dev.spillway.model.World.Pool;
import dev.spillway.model.World.Server;

/** A tick of every clock. All go equally fast; none is compared with another. */
final class Time {
  private Time() {}

  static void pass(World world) {
    for (Pool cell : new Pool[] {Pool.SETTLING, Pool.RETRY, Pool.LOST}) {
      world.set(cell, Math.max(0, world.get(cell) - 1));
    }
    for (int server = 0; server < world.bounds.servers(); server++) {
      world.set(Server.CLAIM, server, Math.max(0, world.get(Server.CLAIM, server) - 1));
    }
    for (int gateway = 0; gateway < world.bounds.gateways(); gateway++) {
      world.set(
          Gateway.LEASE_RECORDED,
          gateway,
          Math.max(0, world.get(Gateway.LEASE_RECORDED, gateway) - 1));
      world.set(Gateway.LEASE, gateway, Math.max(0, world.get(Gateway.LEASE, gateway) - 1));
      world.set(
          Gateway.SENT_AGO,
          gateway,
          Math.min(world.bounds.lease(), world.get(Gateway.SENT_AGO, gateway) + 1));
      if (world.get(Gateway.LEASE, gateway) == 0) {
        uncover(world, gateway);
      }
    }
  }

  private static void uncover(World world, int gateway) {
    for (int server = 0; server < world.bounds.servers(); server++) {
      world.set(Permit.UNCOVERED, gateway, server, world.inFlight(gateway, server));
      world.set(Permit.COVERED, gateway, server, 0);
    }
  }
}
