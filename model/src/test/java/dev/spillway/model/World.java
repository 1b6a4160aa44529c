package dev.spillway.model;

import java.util.Arrays;

/**
 * Everything there is at one moment, one small number per cell, so that moments can be compared,
 * copied and counted fast. Times are ticks from now, not dates: what was long ago looks the same.
 *
 * <p>Cells come in blocks: the pool, its servers by age, then for each gateway all that concerns it
 * alone, be it in Redis, in its own memory, or on the way between them. So two gateways can change
 * places.
 */
@SuppressWarnings("EnumOrdinal") // The places of cells are not kept anywhere.
final class World {
  /** Longest lateness of a message, in newer reports of the same gateway, that is told apart. */
  static final int LATEST = 3;

  static final int NONE = 0;
  static final int STARTING = 1;
  static final int READY = 2;
  static final int DRAINING = 3;
  static final int STOPPING = 4;
  static final int FAILED = 5;

  /** What a gateway thinks of a server that is no longer listed. */
  static final int GONE = 6;

  /** Cells of the pool. */
  enum Pool {
    /** Redis: ticks until the pool has settled. */
    SETTLING,
    /** Redis: whether the token of this life of the data is made. */
    BORN,
    /** Redis: starts that failed in a row. */
    FAILURES,
    /** Redis: ticks until starts are tried again. */
    RETRY,
    /** Worker: which token it saw last; 0 none, 1 this one, 2 another. */
    TOKEN_SEEN,
    /** Worker: whether it is yet to look for servers without a record. */
    TO_LOOK_AROUND,
    /** Ticks until every gateway's lease was renewed, or is over, since the data was lost. */
    LOST,
    LOSSES_LEFT,
    DEATHS_LEFT,
    RESTARTS_LEFT
  }

  /** Cells of a server. */
  enum Server {
    /** Redis: the state of its record, NONE if it has none. */
    STATE,
    /** Redis: the worker that claims it, 0 if none. */
    CLAIMED_BY,
    /** Redis: ticks that the claim lasts. */
    CLAIM,
    /** Worker: it is being started. */
    LAUNCHED,
    /** It runs, and answers. */
    RUNNING,
    /** It was stopped by scale-down. */
    STOPPED
  }

  /** Cells of a gateway. */
  enum Gateway {
    /** Redis: whether it has a lease, which may be over and not yet noticed. */
    LIVE,
    /** Redis: ticks until its lease is over. */
    LEASE_RECORDED,
    /** Redis: requests that wait there, as last reported. */
    WAITING_RECORDED,
    /** Redis: for how many of them it asks a permit. */
    ASKS_RECORDED,
    /** Redis: permits just granted for requests that wait. */
    PROMISED,
    /** Redis: whether its last sequence number is known. */
    NUMBERED,
    /** Redis: how many reports ago that number was made. */
    NUMBER_LAG,
    /** Reports that it made: 0, 1, or 2 for more. */
    REPORTS_MADE,
    /** Ticks until its lease is over by its own clock. */
    LEASE,
    /** Requests that wait. */
    WAITING,
    /** Whether its newest report has no answer yet. */
    AWAITING,
    /** Ticks since the newest report was sent. */
    SENT_AGO,
    /** Whether its lease was good then. */
    SENT_WITH_LEASE,
    /** On the way to it: an answer; and how many reports ago the one was made that it is for. */
    ANSWER,
    ANSWER_LAG,
    ANSWER_ACCEPTED,
    ANSWER_SETTLING
  }

  /** Cells of a gateway for each server. */
  enum Permit {
    /** Redis: may be held. */
    HOLDS,
    /** Redis: in flight, as last reported. */
    IN_FLIGHT,
    /** The gateway: READY, DRAINING, GONE, or NONE for unheard of. */
    VIEW,
    /** The gateway: permits held. */
    HELD,
    /** In flight, and its lease held ever since they began. */
    COVERED,
    /** In flight, other. */
    UNCOVERED,
    /** On the way to it: the server's state in the answer, NONE if it isn't listed. */
    LISTED,
    /** On the way to it: permits that may be held. */
    MAY_HOLD
  }

  /** Cells of a report on its way. */
  enum Sent {
    UNDER_WAY,
    LAG,
    FIRST,
    WITH_LEASE,
    WAITING
  }

  /** Cells of a report for each server. */
  enum Said {
    HELD,
    IN_FLIGHT
  }

  private static final Server[] SERVER = Server.values();
  private static final Permit[] PERMIT = Permit.values();
  private static final Said[] SAID = Said.values();
  private static final int POOL_CELLS = Pool.values().length;
  private static final int SERVER_CELLS = Server.values().length;
  private static final int GATEWAY_CELLS = Gateway.values().length;
  private static final int PERMIT_CELLS = Permit.values().length;
  private static final int SENT_CELLS = Sent.values().length;
  private static final int SAID_CELLS = Said.values().length;

  final Bounds bounds;
  final byte[] cells;
  private final int gatewaysAt;
  private final int gatewaySize;
  private final int reportsAt;
  private final int reportSize;

  World(Bounds bounds, byte[] cells) {
    this.bounds = bounds;
    this.gatewaysAt = POOL_CELLS + bounds.servers() * SERVER_CELLS;
    this.reportsAt = GATEWAY_CELLS + bounds.servers() * PERMIT_CELLS;
    this.reportSize = SENT_CELLS + bounds.servers() * SAID_CELLS;
    this.gatewaySize = reportsAt + bounds.reports() * reportSize;
    this.cells = cells == null ? new byte[gatewaysAt + bounds.gateways() * gatewaySize] : cells;
  }

  /** Nothing has happened yet. */
  static World empty(Bounds bounds) {
    World world = new World(bounds, null);
    world.set(Pool.LOSSES_LEFT, bounds.losses());
    world.set(Pool.DEATHS_LEFT, bounds.deaths());
    world.set(Pool.RESTARTS_LEFT, bounds.restarts());
    return world;
  }

  /** As many servers as may be are READY, and one gateway has just been granted all of them. */
  static World started(Bounds bounds) {
    World world = empty(bounds);
    for (int server = 0; server < bounds.maxServers(); server++) {
      world.set(Server.STATE, server, READY);
      world.set(Server.RUNNING, server, 1);
      world.set(Permit.HOLDS, 0, server, bounds.capacity());
      world.set(Permit.HELD, 0, server, bounds.capacity());
      world.set(Permit.VIEW, 0, server, READY);
    }
    world.set(Gateway.LIVE, 0, 1);
    world.set(Gateway.LEASE_RECORDED, 0, bounds.lease());
    world.set(Gateway.LEASE, 0, bounds.lease());
    world.set(Gateway.NUMBERED, 0, 1);
    world.set(Gateway.REPORTS_MADE, 0, 1);
    world.set(Pool.BORN, 1);
    world.set(Pool.TOKEN_SEEN, 1);
    return world;
  }

  World copy() {
    return new World(bounds, cells.clone());
  }

  int get(Pool cell) {
    return cells[cell.ordinal()];
  }

  void set(Pool cell, int value) {
    cells[cell.ordinal()] = (byte) value;
  }

  int get(Server cell, int server) {
    return cells[POOL_CELLS + server * SERVER_CELLS + cell.ordinal()];
  }

  void set(Server cell, int server, int value) {
    cells[POOL_CELLS + server * SERVER_CELLS + cell.ordinal()] = (byte) value;
  }

  int get(Gateway cell, int gateway) {
    return cells[at(gateway) + cell.ordinal()];
  }

  void set(Gateway cell, int gateway, int value) {
    cells[at(gateway) + cell.ordinal()] = (byte) value;
  }

  int get(Permit cell, int gateway, int server) {
    return cells[at(gateway) + GATEWAY_CELLS + server * PERMIT_CELLS + cell.ordinal()];
  }

  void set(Permit cell, int gateway, int server, int value) {
    cells[at(gateway) + GATEWAY_CELLS + server * PERMIT_CELLS + cell.ordinal()] = (byte) value;
  }

  int get(Sent cell, int gateway, int report) {
    return cells[reportAt(gateway, report) + cell.ordinal()];
  }

  void set(Sent cell, int gateway, int report, int value) {
    cells[reportAt(gateway, report) + cell.ordinal()] = (byte) value;
  }

  int get(Said cell, int gateway, int report, int server) {
    return cells[reportAt(gateway, report) + SENT_CELLS + server * SAID_CELLS + cell.ordinal()];
  }

  void set(Said cell, int gateway, int report, int server, int value) {
    cells[reportAt(gateway, report) + SENT_CELLS + server * SAID_CELLS + cell.ordinal()] =
        (byte) value;
  }

  private int at(int gateway) {
    return gatewaysAt + gateway * gatewaySize;
  }

  private int reportAt(int gateway, int report) {
    return at(gateway) + reportsAt + report * reportSize;
  }

  /** A report is no longer on its way; the others move up, so that their order has no gap. */
  void dropReport(int gateway, int report) {
    int from = reportAt(gateway, report);
    int end = at(gateway) + gatewaySize;
    System.arraycopy(cells, from + reportSize, cells, from, end - from - reportSize);
    Arrays.fill(cells, end - reportSize, end, (byte) 0);
  }

  void dropAnswer(int gateway) {
    for (Gateway cell :
        new Gateway[] {
          Gateway.ANSWER, Gateway.ANSWER_LAG, Gateway.ANSWER_ACCEPTED, Gateway.ANSWER_SETTLING
        }) {
      set(cell, gateway, 0);
    }
    for (int server = 0; server < bounds.servers(); server++) {
      set(Permit.LISTED, gateway, server, NONE);
      set(Permit.MAY_HOLD, gateway, server, 0);
    }
  }

  /** In flight at a gateway in truth. */
  int inFlight(int gateway, int server) {
    return get(Permit.COVERED, gateway, server) + get(Permit.UNCOVERED, gateway, server);
  }

  /** What is recorded of one gateway as granted. */
  int granted(int gateway, int server) {
    return Math.max(get(Permit.HOLDS, gateway, server), get(Permit.IN_FLIGHT, gateway, server));
  }

  /** What is recorded over all gateways as granted. */
  int granted(int server) {
    int sum = 0;
    for (int gateway = 0; gateway < bounds.gateways(); gateway++) {
      sum += granted(gateway, server);
    }
    return sum;
  }

  /** What is recorded over all gateways as in flight. */
  int inFlightRecorded(int server) {
    int sum = 0;
    for (int gateway = 0; gateway < bounds.gateways(); gateway++) {
      sum += get(Permit.IN_FLIGHT, gateway, server);
    }
    return sum;
  }

  int state(int server) {
    return get(Server.STATE, server);
  }

  int count(int state) {
    int found = 0;
    for (int server = 0; server < bounds.servers(); server++) {
      if (state(server) == state) {
        found++;
      }
    }
    return found;
  }

  int records() {
    return bounds.servers() - count(NONE);
  }

  /** Whether anybody anywhere knows of that server. */
  boolean known(int server) {
    if (state(server) != NONE
        || get(Server.LAUNCHED, server) != 0
        || get(Server.RUNNING, server) != 0) {
      return true;
    }
    for (int gateway = 0; gateway < bounds.gateways(); gateway++) {
      int from = at(gateway) + GATEWAY_CELLS + server * PERMIT_CELLS;
      for (int cell = from; cell < from + PERMIT_CELLS; cell++) {
        if (cells[cell] != 0) {
          return true;
        }
      }
      for (int report = 0; report < bounds.reports(); report++) {
        if (get(Said.HELD, gateway, report, server) != 0
            || get(Said.IN_FLIGHT, gateway, report, server) != 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** The place of the next new server, or -1 if there is none left. */
  int free() {
    int server = bounds.servers();
    while (server > 0 && !known(server - 1)) {
      server--;
    }
    return server == bounds.servers() ? -1 : server;
  }

  /** Brings moments that differ in nothing that matters into the same form. */
  void settleForm(Names names) {
    forgetWhatIsOver();
    forgetUnknownServers(names);
    sortGateways(names);
  }

  /** Servers that nobody knows leave their places to younger ones. */
  void forgetUnknownServers(Names names) {
    int to = 0;
    for (int from = 0; from < bounds.servers(); from++) {
      if (known(from)) {
        if (to != from) {
          moveServer(from, to);
          names.serverMoved(from, to);
        }
        to++;
      } else {
        for (Server cell : SERVER) {
          set(cell, from, 0);
        }
        names.serverForgotten(from);
      }
    }
  }

  /** Forgets what can make no difference any more, whatever happens next. */
  private void forgetWhatIsOver() {
    boolean mayLose = get(Pool.LOSSES_LEFT) > 0;
    if (!mayLose && get(Pool.TOKEN_SEEN) == 1) {
      set(Pool.TOKEN_SEEN, 0);
    }
    for (int gateway = 0; gateway < bounds.gateways(); gateway++) {
      if (!mayLose) {
        dropReportsHeardBefore(gateway);
      }
      rankReports(gateway);
      boolean known = get(Gateway.NUMBERED, gateway) == 1;
      if (known && !mayLose && bounds.keeps(Rule.NUMBERS_OUTLIVE_THE_LEASE)) {
        set(Gateway.REPORTS_MADE, gateway, 2);
        for (int report = 0; report < bounds.reports(); report++) {
          set(Sent.FIRST, gateway, report, 0);
        }
      }
      boolean answerMayCome = get(Gateway.ANSWER, gateway) == 1;
      for (int report = 0; report < bounds.reports(); report++) {
        answerMayCome |=
            get(Sent.UNDER_WAY, gateway, report) == 1 && get(Sent.LAG, gateway, report) == 0;
      }
      if (!answerMayCome) {
        set(Gateway.SENT_AGO, gateway, 0);
        set(Gateway.SENT_WITH_LEASE, gateway, 0);
        set(
            Gateway.AWAITING,
            gateway,
            bounds.servesInOutage() ? get(Gateway.AWAITING, gateway) : 0);
      }
    }
  }

  /** They would change nothing, and an answer to them is ignored. */
  private void dropReportsHeardBefore(int gateway) {
    if (get(Gateway.NUMBERED, gateway) == 0
        || !bounds.keeps(Rule.OLD_REPORTS_CHANGE_NOTHING)
        || !bounds.keeps(Rule.NUMBERS_OUTLIVE_THE_LEASE)) {
      return;
    }
    for (int report = bounds.reports() - 1; report >= 0; report--) {
      if (get(Sent.UNDER_WAY, gateway, report) == 1
          && get(Sent.LAG, gateway, report) >= get(Gateway.NUMBER_LAG, gateway)) {
        dropReport(gateway, report);
      }
    }
  }

  /** Of numbers of reports only the order counts, and which is the newest. */
  private void rankReports(int gateway) {
    int number = get(Gateway.NUMBER_LAG, gateway);
    int ranked = 0;
    int rank = 0;
    for (int report = bounds.reports() - 1; report >= 0; report--) {
      if (get(Sent.UNDER_WAY, gateway, report) == 1) {
        int lag = get(Sent.LAG, gateway, report);
        rank = lag == 0 ? 0 : Math.max(1, rank);
        ranked = lag < number ? rank + 1 : ranked;
        set(Sent.LAG, gateway, report, rank);
        rank++;
      }
    }
    set(Gateway.NUMBER_LAG, gateway, ranked);
  }

  /** Two servers change places, by way of one that nobody knows. */
  void swapServers(int a, int b, Names names) {
    int spare = bounds.servers() - 1;
    int[] from = {a, b, spare};
    int[] to = {spare, a, b};
    for (int move = 0; move < from.length; move++) {
      moveServer(from[move], to[move]);
      names.serverMoved(from[move], to[move]);
    }
  }

  private void moveServer(int from, int to) {
    for (Server cell : SERVER) {
      set(cell, to, get(cell, from));
      set(cell, from, 0);
    }
    for (int gateway = 0; gateway < bounds.gateways(); gateway++) {
      for (Permit cell : PERMIT) {
        set(cell, gateway, to, get(cell, gateway, from));
        set(cell, gateway, from, 0);
      }
      for (int report = 0; report < bounds.reports(); report++) {
        for (Said cell : SAID) {
          set(cell, gateway, report, to, get(cell, gateway, report, from));
          set(cell, gateway, report, from, 0);
        }
      }
    }
  }

  private void sortGateways(Names names) {
    for (int last = bounds.gateways() - 1; last > 0; last--) {
      for (int gateway = 0; gateway < last; gateway++) {
        int a = at(gateway);
        int b = at(gateway + 1);
        if (Arrays.compare(cells, a, a + gatewaySize, cells, b, b + gatewaySize) > 0) {
          byte[] kept = Arrays.copyOfRange(cells, a, a + gatewaySize);
          System.arraycopy(cells, b, cells, a, gatewaySize);
          System.arraycopy(kept, 0, cells, b, gatewaySize);
          names.gatewaysSwapped(gateway, gateway + 1);
        }
      }
    }
  }
}
