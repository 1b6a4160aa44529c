package dev.spillway.model;

import static dev.spillway.model.World.DRAINING;
import static dev.spillway.model.World.NONE;
import static dev.spillway.model.World.READY;
import static dev.spillway.model.World.STARTING;

import dev.spillway.model.World.Gateway;
import dev.spillway.model.World.Permit;
import dev.spillway.model.World.Pool;
import java.util.Arrays;

/** The exchange: {@code exchange.lua}, step by step as docs/protocol.md numbers them. */
final class Exchange {
  private final World world;
  private final Bounds bounds;
  private final Report report;
  private final int gateway;
  private final Answer answer;

  private Exchange(World world, Report report) {
    this.world = world;
    this.bounds = world.bounds;
    this.report = report;
    this.gateway = report.gateway;
    this.answer = new Answer(bounds.servers());
  }

  static Answer run(World world, Report report) {
    return new Exchange(world, report).run();
  }

  private Answer run() {
    Accounts.lapseGateways(world);
    boolean numbered = world.get(Gateway.NUMBERED, gateway) == 1;
    boolean late = numbered && report.lag >= world.get(Gateway.NUMBER_LAG, gateway);
    if (late && bounds.keeps(Rule.OLD_REPORTS_CHANGE_NOTHING)) {
      return answer;
    }
    answer.accepted = true;
    world.set(Gateway.NUMBERED, gateway, 1);
    world.set(Gateway.NUMBER_LAG, gateway, report.lag);
    if (report.leaving) {
      Accounts.forgetGateway(world, gateway);
      return answer;
    }
    boolean stranger = !numbered && !report.first && (report.withLease || report.listsAny());
    if (stranger && bounds.keeps(Rule.STRANGERS_MAKE_IT_SETTLE)) {
      Accounts.settle(world);
    }
    record(numbered);
    int waitingElsewhere = Accounts.waiting(world, gateway);
    boolean settling = Accounts.settling(world);
    if (!settling || !bounds.keeps(Rule.NO_GRANTS_WHILE_SETTLING)) {
      supply(waitingElsewhere);
    }
    answer(settling, waitingElsewhere);
    return answer;
  }

  /** Step 4: what it may still hold, and what is recorded. */
  private void record(boolean numbered) {
    boolean live = world.get(Gateway.LIVE, gateway) == 1;
    for (int server = 0; server < bounds.servers(); server++) {
      boolean counts = world.state(server) != NONE || Accounts.settling(world);
      if (report.listed[server] && counts) {
        int inFlight = report.inFlight[server];
        int holds = believed(server, live, numbered);
        int counted = bounds.keeps(Rule.IN_FLIGHT_COUNTS) ? inFlight : Math.min(inFlight, holds);
        Accounts.record(world, gateway, server, holds, counted);
      } else {
        Accounts.record(world, gateway, server, 0, 0);
      }
    }
    world.set(Gateway.LIVE, gateway, 1);
    world.set(Gateway.LEASE_RECORDED, gateway, bounds.lease());
    world.set(Gateway.WAITING_RECORDED, gateway, report.waiting);
    world.set(Gateway.ASKS_RECORDED, gateway, report.asks);
    world.set(Gateway.PROMISED, gateway, 0);
  }

  private int believed(int server, boolean live, boolean numbered) {
    int held = report.held[server];
    if (Accounts.settling(world)
        && !report.withLease
        && bounds.keeps(Rule.BELIEVED_ONLY_WITH_A_LEASE)) {
      return 0;
    }
    if (live && world.granted(gateway, server) > 0) {
      return bounds.keeps(Rule.NEVER_MORE_THAN_RECORDED)
          ? Math.min(held, world.get(Permit.HOLDS, gateway, server))
          : held;
    }
    boolean comparable = live || !numbered || world.state(server) == NONE;
    if (Accounts.settling(world) && comparable) {
      return held;
    }
    boolean lapsedCounts = !bounds.keeps(Rule.WHO_LAPSED_HOLDS_NOTHING) && !live;
    boolean moreCounts = !bounds.keeps(Rule.NEVER_MORE_THAN_RECORDED) && live;
    return lapsedCounts || moreCounts ? held : 0;
  }

  /** Steps 5 to 7. */
  private void supply(int waitingElsewhere) {
    int demand = report.waiting;
    if (bounds.keeps(Rule.DRAINING_COMES_BACK_FIRST)) {
      Accounts.reviveFor(
          world,
          demand
              + waitingElsewhere
              - Accounts.freePermits(world)
              - Accounts.idlePermits(world, gateway));
    }
    if (demand + waitingElsewhere > 0) {
      fairShare();
    }
    int served = grant(due());
    world.set(Gateway.WAITING_RECORDED, gateway, demand - served);
    world.set(Gateway.ASKS_RECORDED, gateway, report.asks - served);
    world.set(Gateway.PROMISED, gateway, served);
    int gateways = 0;
    for (int other = 0; other < bounds.gateways(); other++) {
      gateways += world.get(Gateway.LIVE, other);
    }
    grant(Math.max(0, Math.floorDiv(Accounts.freePermits(world) - waitingElsewhere, gateways)));

    int ownIdle = -served;
    for (int server = 0; server < bounds.servers(); server++) {
      if (world.state(server) == READY) {
        ownIdle += world.granted(gateway, server) - world.get(Permit.IN_FLIGHT, gateway, server);
      }
    }
    int unmet = demand - served + waitingElsewhere - Accounts.freePermits(world);
    if (bounds.keeps(Rule.IDLE_ELSEWHERE_FIRST)) {
      unmet -= Accounts.idlePermits(world, gateway);
      unmet -= Math.max(0, Math.min(ownIdle, waitingElsewhere));
    }
    int wanted = Accounts.serversFor(world, unmet);
    int allowed = Math.max(0, bounds.maxServers() - world.records());
    boolean tries =
        wanted > 0
            && world.get(Pool.BORN) == 1
            && !Accounts.settling(world)
            && world.get(Pool.RETRY) == 0;
    answer.created = Accounts.create(world, wanted);
    answer.atMaximum = tries && wanted > allowed;
  }

  /** What a gateway may have while others wait, so that all who want more have the same. */
  private void fairShare() {
    int[] wants = new int[bounds.gateways()];
    int left = world.count(READY) * bounds.capacity();
    int gateways = 0;
    for (int other = 0; other < bounds.gateways(); other++) {
      if (world.get(Gateway.LIVE, other) == 1) {
        int waits =
            Accounts.wishHolds(world, other) ? world.get(Gateway.WAITING_RECORDED, other) : 0;
        wants[gateways++] = Accounts.grantedTo(world, other) + waits;
      }
    }
    Arrays.sort(wants, 0, gateways);
    for (int i = 0; i < gateways; i++) {
      int others = gateways - i;
      if (wants[i] * others > left) {
        answer.share = left / others;
        answer.oneMore = left % others;
        return;
      }
      left -= wants[i];
    }
  }

  private int due() {
    if (!bounds.keeps(Rule.GRANTS_WITHIN_CAPACITY) || !bounds.keeps(Rule.GRANTS_ON_READY_ONLY)) {
      return report.asks; // Shares are within the capacity by themselves.
    }
    int lacks = answer.share - Accounts.grantedTo(world, gateway);
    int free = Accounts.freePermits(world);
    int most = Math.max(lacks, free - Accounts.owed(world, gateway, answer.share));
    if (answer.oneMore > 0) {
      int beyond = free - Accounts.owed(world, gateway, answer.share + 1);
      most = Math.max(lacks, Math.max(Math.min(lacks + 1, most), beyond));
    }
    return Math.max(0, Math.min(report.asks, most));
  }

  private int grant(int wanted) {
    int given = 0;
    for (int server = 0; server < bounds.servers(); server++) {
      int now = Math.min(wanted - given, grantable(server));
      if (now > 0) {
        int holds = world.granted(gateway, server) + now;
        Accounts.record(
            world, gateway, server, holds, world.get(Permit.IN_FLIGHT, gateway, server));
        given += now;
      }
    }
    return given;
  }

  private int grantable(int server) {
    int state = world.state(server);
    boolean may =
        state == READY
            || (!bounds.keeps(Rule.GRANTS_ON_READY_ONLY) && state != NONE && state != STARTING);
    if (!may) {
      return 0;
    }
    return bounds.keeps(Rule.GRANTS_WITHIN_CAPACITY)
        ? Accounts.room(world, server)
        : Math.max(0, bounds.capacity() - world.granted(gateway, server));
  }

  /** Step 8. */
  private void answer(boolean settling, int waitingElsewhere) {
    for (int server = 0; server < bounds.servers(); server++) {
      int state = world.state(server);
      boolean asReady =
          state == READY
              || (!bounds.keeps(Rule.GRANTS_ON_READY_ONLY) && state != NONE && state != STARTING);
      if (!asReady && state != DRAINING) {
        continue;
      }
      int inFlight = world.get(Permit.IN_FLIGHT, gateway, server);
      int others = world.granted(server) - world.granted(gateway, server);
      int holds = world.get(Permit.HOLDS, gateway, server);
      int left = bounds.keeps(Rule.OTHERS_COUNT) ? bounds.capacity() - others : holds;
      answer.listed[server] = asReady ? READY : DRAINING;
      int mayHold = Math.max(0, Math.min(holds, left));
      if (state == DRAINING) {
        mayHold =
            bounds.keeps(Rule.IN_FLIGHT_IS_NO_PERMIT) ? Math.min(mayHold, inFlight) : inFlight;
      }
      answer.mayHold[server] = mayHold;
      answer.othersInFlight[server] = world.inFlightRecorded(server) - inFlight;
      if (!bounds.keeps(Rule.RECORDED_UNTIL_GIVEN_UP)) {
        Accounts.record(world, gateway, server, answer.mayHold[server], inFlight);
      }
    }
    answer.settling = settling && (report.withLease || !bounds.keeps(Rule.SETTLES_FOR_LEASES_ONLY));
    answer.idleElsewhere = Accounts.idlePermits(world, gateway);
    answer.waitingElsewhere = waitingElsewhere;
    answer.starting = world.count(STARTING);
    answer.free = Accounts.freePermits(world);
  }
}
