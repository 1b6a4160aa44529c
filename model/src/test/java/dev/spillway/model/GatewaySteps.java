package dev.spillway.model;

import static dev.spillway.model.World.DRAINING;
import static dev.spillway.model.World.GONE;
import static dev.spillway.model.World.LATEST;
import static dev.spillway.model.World.NONE;
import static dev.spillway.model.World.READY;

import dev.spillway.model.World.Gateway;
import dev.spillway.model.World.Permit;
import dev.spillway.model.World.Said;
import dev.spillway.model.World.Sent;

/** What a gateway does by itself: the rules of its admission. */
final class GatewaySteps {
  private GatewaySteps() {}

  static boolean leaseGood(World world, int gateway) {
    return world.get(Gateway.LEASE, gateway) > 0;
  }

  /** Whether Redis seems out of reach, and the gateway goes on beyond its lease. */
  static boolean goesOn(World world, int gateway) {
    return world.bounds.servesInOutage() && world.get(Gateway.AWAITING, gateway) == 1;
  }

  /** Whether a request that waits may begin on that server. */
  static boolean mayBegin(World world, int gateway, int server) {
    boolean lease =
        leaseGood(world, gateway)
            || goesOn(world, gateway)
            || !world.bounds.keeps(Rule.SPENT_WITHIN_THE_LEASE);
    return lease
        && world.get(Gateway.WAITING, gateway) > 0
        && world.get(Permit.VIEW, gateway, server) == READY
        && world.get(Permit.HELD, gateway, server) > world.inFlight(gateway, server);
  }

  static void begin(World world, int gateway, int server) {
    Permit kind = leaseGood(world, gateway) ? Permit.COVERED : Permit.UNCOVERED;
    world.set(kind, gateway, server, world.get(kind, gateway, server) + 1);
    world.set(Gateway.WAITING, gateway, world.get(Gateway.WAITING, gateway) - 1);
  }

  static void end(World world, int gateway, int server, Permit kind) {
    world.set(kind, gateway, server, world.get(kind, gateway, server) - 1);
    forgetIfOver(world, gateway, server);
  }

  static void forgetIfOver(World world, int gateway, int server) {
    if (world.get(Permit.VIEW, gateway, server) == GONE && world.inFlight(gateway, server) == 0) {
      world.set(Permit.VIEW, gateway, server, NONE);
      world.set(Permit.HELD, gateway, server, 0);
    }
  }

  /** Makes a report and sends it: what is to be given back is lowered first. */
  static void send(World world, int gateway, boolean givesIdleBack) {
    grow(world, gateway);
    world.set(Gateway.SENT_AGO, gateway, 0);
    world.set(Gateway.SENT_WITH_LEASE, gateway, leaseGood(world, gateway) ? 1 : 0);
    world.set(Gateway.AWAITING, gateway, 1);
    int place = placeForReport(world, gateway);
    world.set(Sent.UNDER_WAY, gateway, place, 1);
    world.set(Sent.LAG, gateway, place, 0);
    world.set(Sent.FIRST, gateway, place, world.get(Gateway.REPORTS_MADE, gateway) == 1 ? 1 : 0);
    world.set(Sent.WITH_LEASE, gateway, place, world.get(Gateway.SENT_WITH_LEASE, gateway));
    world.set(Sent.WAITING, gateway, place, world.get(Gateway.WAITING, gateway));
    for (int server = 0; server < world.bounds.servers(); server++) {
      int inFlight = world.inFlight(gateway, server);
      int held = world.get(Permit.HELD, gateway, server);
      int view = world.get(Permit.VIEW, gateway, server);
      if (view != READY || givesIdleBack) {
        held = Math.min(held, inFlight);
      }
      if (world.bounds.keeps(Rule.LOWERED_BEFORE_SAID)) {
        world.set(Permit.HELD, gateway, server, held);
      }
      world.set(Said.HELD, gateway, place, server, held);
      world.set(Said.IN_FLIGHT, gateway, place, server, inFlight);
    }
  }

  /** A new number: all that is under way is one report older. */
  private static void grow(World world, int gateway) {
    world.set(
        Gateway.REPORTS_MADE, gateway, Math.min(2, world.get(Gateway.REPORTS_MADE, gateway) + 1));
    if (world.get(Gateway.NUMBERED, gateway) == 1) {
      world.set(
          Gateway.NUMBER_LAG,
          gateway,
          Math.min(LATEST + 1, world.get(Gateway.NUMBER_LAG, gateway) + 1));
    }
    for (int report = world.bounds.reports() - 1; report >= 0; report--) {
      if (world.get(Sent.UNDER_WAY, gateway, report) == 1) {
        int lag = world.get(Sent.LAG, gateway, report) + 1;
        world.set(Sent.LAG, gateway, report, lag);
        if (lag > LATEST) {
          world.dropReport(gateway, report);
        }
      }
    }
    if (world.get(Gateway.ANSWER, gateway) == 1) {
      int lag = world.get(Gateway.ANSWER_LAG, gateway) + 1;
      world.set(Gateway.ANSWER_LAG, gateway, lag);
      if (lag > LATEST || world.bounds.keeps(Rule.NEWEST_ANSWER_ONLY)) {
        world.dropAnswer(gateway); // It would be ignored.
      }
    }
  }

  private static int placeForReport(World world, int gateway) {
    for (int report = 0; report < world.bounds.reports(); report++) {
      if (world.get(Sent.UNDER_WAY, gateway, report) == 0) {
        return report;
      }
    }
    world.dropReport(gateway, 0);
    return world.bounds.reports() - 1;
  }

  /** Takes the answer that is on its way. */
  static void receive(World world, int gateway) {
    boolean newest = world.get(Gateway.ANSWER_LAG, gateway) == 0;
    if (newest || !world.bounds.keeps(Rule.NEWEST_ANSWER_ONLY)) {
      apply(world, gateway);
    }
    world.dropAnswer(gateway);
  }

  private static void apply(World world, int gateway) {
    world.set(Gateway.AWAITING, gateway, 0);
    if (world.get(Gateway.ANSWER_ACCEPTED, gateway) == 0) {
      return;
    }
    Bounds bounds = world.bounds;
    if (world.get(Gateway.ANSWER_SETTLING, gateway) == 1
        && !leaseGood(world, gateway)
        && bounds.keeps(Rule.SETTLING_ANSWERS_COME_IN_TIME)) {
      letGoOfAll(world, gateway);
      return;
    }
    int ago = bounds.keeps(Rule.LEASE_FROM_SENDING) ? world.get(Gateway.SENT_AGO, gateway) : 0;
    world.set(Gateway.LEASE, gateway, Math.max(0, bounds.lease() - ago));
    boolean keepsUnlisted =
        (world.get(Gateway.ANSWER_SETTLING, gateway) == 1
                && world.get(Gateway.SENT_WITH_LEASE, gateway) == 1)
            || !bounds.keeps(Rule.UNLISTED_IS_GONE);
    for (int server = 0; server < bounds.servers(); server++) {
      int listed = world.get(Permit.LISTED, gateway, server);
      if (listed != NONE) {
        world.set(Permit.VIEW, gateway, server, listed == DRAINING ? DRAINING : READY);
        world.set(Permit.HELD, gateway, server, world.get(Permit.MAY_HOLD, gateway, server));
      } else if (!keepsUnlisted && world.get(Permit.VIEW, gateway, server) != NONE) {
        world.set(Permit.VIEW, gateway, server, GONE);
        world.set(Permit.HELD, gateway, server, 0);
        forgetIfOver(world, gateway, server);
      }
    }
  }

  /** Redis took the word of one that lapses meanwhile; its permits may have been another's. */
  private static void letGoOfAll(World world, int gateway) {
    for (int server = 0; server < world.bounds.servers(); server++) {
      world.set(Permit.HELD, gateway, server, 0);
    }
  }
}
