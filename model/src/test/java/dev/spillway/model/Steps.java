package dev.spillway.model;

import static dev.spillway.model.World.DRAINING;
import static dev.spillway.model.World.NONE;
import static dev.spillway.model.World.READY;
import static dev.spillway.model.World.STARTING;
import static dev.spillway.model.World.STOPPING;

import dev.spillway.model.World.Gateway;
import dev.spillway.model.World.Permit;
import dev.spillway.model.World.Pool;
import dev.spillway.model.World.Sent;
import dev.spillway.model.World.Server;

/** Every step that can be taken from a moment, by anybody. */
final class Steps {
  /** The one worker there is. */
  static final int WORKER = 1;

  /** Claims never lapse: with one worker nobody is there to take them over. */
  private static final int CLAIM = 0;

  private final Bounds bounds;
  private final Taken taken;
  private World from;

  /** Is told of each step. */
  @FunctionalInterface
  interface Taken {
    /**
     * A step was taken.
     *
     * @param after where it leads, not yet in settled form
     * @param kind who does what; {@code gateway} and {@code server} are −1 where it has none
     * @param broken what the step itself breaks, or null
     */
    void step(World after, Kind kind, int gateway, int server, String broken);
  }

  /** Who does what. */
  enum Kind {
    ARRIVE("a request arrives at %g and waits"),
    BEGIN("%g begins a request on %s"),
    END("%g ends a request on %s"),
    SEND("%g reports"),
    SEND_GIVING_BACK("%g gives idle permits back and reports"),
    DELIVER("Redis gets a report of %g"),
    DELIVER_AND_KEEP("Redis gets a report of %g, which will come again"),
    RECEIVE("%g gets an answer"),
    TICK("time passes"),
    LAPSE("Redis looks at the leases, at whatever report, and changes nothing else"),
    SWEEP("the worker sweeps"),
    CLAIM_START("the worker claims the start of %s"),
    STARTED("the worker has started %s"),
    DRAIN("the worker drains %s"),
    STOP("the worker stops %s"),
    REMOVE("the worker removes the record of %s"),
    ADOPT("the worker adopts %s"),
    LOSE_DATA("Redis loses its data"),
    DIE("%s dies"),
    RESTART("the worker is killed and comes back");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    String told(Names names, int gateway, int server) {
      String told = gateway < 0 ? text : text.replace("%g", names.gateway(gateway));
      return server < 0 ? told : told.replace("%s", names.server(server));
    }
  }

  Steps(Bounds bounds, Taken taken) {
    this.bounds = bounds;
    this.taken = taken;
  }

  void from(World world) {
    from = world;
    for (int gateway = 0; gateway < bounds.gateways(); gateway++) {
      gatewayActs(gateway);
    }
    for (int server = 0; server < bounds.servers(); server++) {
      workerActs(server);
    }
    workerSweeps();
    World later = from.copy();
    Time.pass(later);
    tell(later, Kind.TICK, -1, -1, null);
    World lapsed = from.copy();
    Accounts.lapseGateways(lapsed);
    tell(lapsed, Kind.LAPSE, -1, -1, null);
    if (from.get(Pool.LOSSES_LEFT) > 0) {
      World after = from.copy();
      after.set(Pool.LOSSES_LEFT, from.get(Pool.LOSSES_LEFT) - 1);
      after.set(Pool.LOST, bounds.lease() + 1);
      WorkerScripts.loseData(after);
      tell(after, Kind.LOSE_DATA, -1, -1, null);
    }
  }

  private void tell(World after, Kind kind, int gateway, int server, String broken) {
    taken.step(after, kind, gateway, server, broken);
  }

  private void gatewayActs(int gateway) {
    if (from.get(Gateway.WAITING, gateway) < bounds.waiting()) {
      World after = from.copy();
      after.set(Gateway.WAITING, gateway, from.get(Gateway.WAITING, gateway) + 1);
      tell(after, Kind.ARRIVE, gateway, -1, null);
    }
    for (int server = 0; server < bounds.servers(); server++) {
      requests(gateway, server);
    }
    for (boolean back : new boolean[] {false, true}) {
      World after = from.copy();
      GatewaySteps.send(after, gateway, back);
      tell(after, back ? Kind.SEND_GIVING_BACK : Kind.SEND, gateway, -1, null);
    }
    for (int report = 0; report < bounds.reports(); report++) {
      if (from.get(Sent.UNDER_WAY, gateway, report) == 1) {
        deliver(gateway, report, false);
        deliver(gateway, report, true);
      }
    }
    if (from.get(Gateway.ANSWER, gateway) == 1) {
      World after = from.copy();
      GatewaySteps.receive(after, gateway);
      tell(after, Kind.RECEIVE, gateway, -1, null);
    }
  }

  private void requests(int gateway, int server) {
    if (GatewaySteps.mayBegin(from, gateway, server)) {
      World after = from.copy();
      GatewaySteps.begin(after, gateway, server);
      boolean tooLate =
          from.get(Server.STOPPED, server) == 1 && !GatewaySteps.goesOn(from, gateway);
      tell(
          after,
          Kind.BEGIN,
          gateway,
          server,
          tooLate ? "I3: a request begins on a server that was stopped" : null);
    }
    for (Permit kind : new Permit[] {Permit.COVERED, Permit.UNCOVERED}) {
      if (from.get(kind, gateway, server) > 0) {
        World after = from.copy();
        GatewaySteps.end(after, gateway, server, kind);
        tell(after, Kind.END, gateway, server, null);
      }
    }
  }

  private void deliver(int gateway, int report, boolean stays) {
    World after = from.copy();
    Answer answer = Network.deliver(after, gateway, report, stays);
    String broken = Invariants.broken(after, answer);
    if (broken == null) {
      broken = Invariants.startedInVain(after, answer.created, gateway);
    }
    if (broken == null) {
      broken = Invariants.startedUnseen(after, answer.created);
    }
    tell(after, stays ? Kind.DELIVER_AND_KEEP : Kind.DELIVER, gateway, -1, broken);
  }

  private void workerSweeps() {
    if (from.get(Pool.TO_LOOK_AROUND) == 0) {
      World after = from.copy();
      int created = WorkerScripts.sweep(after, after.get(Pool.TOKEN_SEEN) == 2);
      after.set(Pool.TOKEN_SEEN, 1);
      String broken = Invariants.startedInVain(after, created, -1);
      tell(
          after,
          Kind.SWEEP,
          -1,
          -1,
          broken == null ? Invariants.startedUnseen(after, created) : broken);
    }
    if (from.get(Pool.RESTARTS_LEFT) > 0) {
      World after = from.copy();
      after.set(Pool.RESTARTS_LEFT, from.get(Pool.RESTARTS_LEFT) - 1);
      after.set(
          Pool.TOKEN_SEEN, after.get(Pool.BORN)); // It looks at the records as it looks around.
      for (int server = 0; server < bounds.servers(); server++) {
        after.set(Server.LAUNCHED, server, 0);
      }
      lookAround(after);
      tell(after, Kind.RESTART, -1, -1, null);
    }
  }

  /** A worker that comes back enters what runs without a record before it sweeps. */
  private void lookAround(World world) {
    boolean found = false;
    for (int server = 0; server < bounds.servers(); server++) {
      found |= world.get(Server.RUNNING, server) == 1 && world.state(server) == NONE;
    }
    world.set(Pool.TO_LOOK_AROUND, found ? 1 : 0);
  }

  private void workerActs(int server) {
    int state = from.state(server);
    boolean running = from.get(Server.RUNNING, server) == 1;
    if (state == STARTING && from.get(Server.LAUNCHED, server) == 0) {
      World after = from.copy();
      if (WorkerScripts.claimStart(after, server, WORKER, CLAIM)) {
        after.set(Server.LAUNCHED, server, 1);
        tell(after, Kind.CLAIM_START, -1, server, null);
      }
    }
    if (from.get(Server.LAUNCHED, server) == 1) {
      World after = from.copy();
      // One whose record is gone meanwhile is stopped; it never served anybody.
      after.set(Server.RUNNING, server, WorkerScripts.ready(after, server, WORKER) ? 1 : 0);
      after.set(Server.LAUNCHED, server, 0);
      tell(after, Kind.STARTED, -1, server, null);
    }
    if (state == READY) {
      drain(server);
    }
    if (state == DRAINING) {
      stop(server);
    }
    if (!running && (state == READY || state == DRAINING || state == STOPPING)) {
      World after = from.copy();
      WorkerScripts.remove(after, server);
      tell(after, Kind.REMOVE, -1, server, null);
    }
    if (running && state == NONE) {
      adopt(server);
    }
    if (running && from.get(Pool.DEATHS_LEFT) > 0) {
      die(server);
    }
  }

  private void drain(int server) {
    World after = from.copy();
    if (WorkerScripts.drainIfIdle(after, server).equals("DRAINING")) {
      int ready = after.count(READY);
      tell(
          after,
          Kind.DRAIN,
          -1,
          server,
          ready < bounds.minServers()
              ? "I4: %d servers are READY after a drain, minimum %d"
                  .formatted(ready, bounds.minServers())
              : null);
    }
  }

  private void stop(int server) {
    World after = from.copy();
    if (WorkerScripts.claimStop(after, server, WORKER, CLAIM).equals("STOP")) {
      end(after, server);
    }
  }

  private void end(World after, int server) {
    after.set(Server.RUNNING, server, 0);
    after.set(Server.STOPPED, server, 1);
    int cut = 0;
    for (int gateway = 0; gateway < bounds.gateways(); gateway++) {
      cut += after.get(Permit.COVERED, gateway, server);
    }
    tell(
        after,
        Kind.STOP,
        -1,
        server,
        cut > 0 ? "I3: a server is stopped with " + cut + " requests in flight" : null);
  }

  /** One that can't be entered is one too many, and stopped. */
  private void adopt(int server) {
    World after = from.copy();
    boolean adopted = WorkerScripts.adopt(after, server);
    if (after.get(Pool.TO_LOOK_AROUND) == 1) {
      lookAround(after);
    }
    if (!adopted) {
      // The window: its requests have the grace period, and nothing else protects them.
      after.set(Server.RUNNING, server, 0);
      for (int gateway = 0; gateway < bounds.gateways(); gateway++) {
        after.set(Permit.UNCOVERED, gateway, server, after.inFlight(gateway, server));
        after.set(Permit.COVERED, gateway, server, 0);
      }
    }
    tell(after, Kind.ADOPT, -1, server, null);
  }

  private void die(int server) {
    World after = from.copy();
    after.set(Server.RUNNING, server, 0);
    after.set(Pool.DEATHS_LEFT, from.get(Pool.DEATHS_LEFT) - 1);
    for (int gateway = 0; gateway < bounds.gateways(); gateway++) {
      after.set(Permit.COVERED, gateway, server, 0);
      after.set(Permit.UNCOVERED, gateway, server, 0);
      GatewaySteps.forgetIfOver(after, gateway, server);
    }
    tell(after, Kind.DIE, -1, server, null);
  }
}
