package dev.spillway.state.redis;

import dev.spillway.state.ExchangeAnswer;
import dev.spillway.state.ExchangeAnswer.Grant;
import dev.spillway.state.ExchangeReport;
import dev.spillway.state.ExchangeReport.Holding;
import dev.spillway.state.ServerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** A gateway's side of the exchange, without a network: what it holds, and what it may do. */
final class SimulatedGateway {
  private static final long CALL_TIMEOUT = 500;

  final String id;
  int waiting;
  long pausedUntil;
  private final long lease;
  private final Map<String, Book> books = new TreeMap<>();
  private long sequence;
  private long sentAt = Long.MIN_VALUE / 2;
  private long leaseUntil = Long.MIN_VALUE / 2;
  private boolean underWay;

  /** What it has of one server. */
  private static final class Book {
    private int held;
    private boolean draining;
    private boolean usedSinceReport;
    private long lastUsed;
    private final List<Running> running = new ArrayList<>();
  }

  /** A request in flight; covered as long as the lease held ever since it began. */
  private static final class Running {
    private boolean covered = true;
  }

  SimulatedGateway(String id, long lease) {
    this.id = id;
    this.lease = lease;
  }

  boolean leaseGood(long now) {
    return now < leaseUntil;
  }

  int held(String server) {
    Book book = books.get(server);
    return book == null || book.draining ? 0 : book.held;
  }

  int inFlight() {
    return books.values().stream().mapToInt(book -> book.running.size()).sum();
  }

  /** Requests in flight on a server during whose life the lease always held. */
  int coveredInFlight(String server) {
    Book book = books.get(server);
    return book == null
        ? 0
        : (int) book.running.stream().filter(request -> request.covered).count();
  }

  /** Sees that time has passed. */
  void tick(long now) {
    if (!leaseGood(now)) {
      books.values().forEach(book -> book.running.forEach(request -> request.covered = false));
    }
  }

  /** Lets one request that waits begin, if there is a permit; answers its server. */
  Optional<String> begin(long now, RandomGenerator random) {
    List<String> usable =
        books.entrySet().stream()
            .filter(entry -> !entry.getValue().draining)
            .filter(entry -> entry.getValue().held > entry.getValue().running.size())
            .map(Map.Entry::getKey)
            .toList();
    if (waiting == 0 || usable.isEmpty() || !leaseGood(now)) {
      return Optional.empty();
    }
    String server = usable.get(random.nextInt(usable.size()));
    Book book = books.get(server);
    book.running.add(new Running());
    book.lastUsed = now;
    book.usedSinceReport = true;
    waiting--;
    return Optional.of(server);
  }

  /** Ends one request, if any is in flight. */
  void end(long now, RandomGenerator random) {
    List<Book> busy = books.values().stream().filter(book -> !book.running.isEmpty()).toList();
    if (!busy.isEmpty()) {
      Book book = busy.get(random.nextInt(busy.size()));
      book.running.remove(random.nextInt(book.running.size()));
      book.lastUsed = now;
      book.usedSinceReport = true;
    }
  }

  /** All requests on a server end: it died. */
  void died(String server) {
    Book book = books.get(server);
    if (book != null) {
      book.running.clear();
    }
  }

  boolean maySend(long now) {
    return !underWay || now - sentAt > CALL_TIMEOUT;
  }

  /**
   * Makes the next report, and before that gives up what is not needed: all on servers that drain,
   * by chance some of the rest.
   */
  ExchangeReport report(long now, RandomGenerator random, boolean leaving) {
    sequence++;
    sentAt = now;
    underWay = true;
    boolean givesBack = random.nextInt(3) == 0;
    List<Holding> holdings = new ArrayList<>();
    books.forEach(
        (server, book) -> {
          int inFlight = book.running.size();
          int idle = Math.max(0, book.held - inFlight);
          if (book.draining) {
            book.held = Math.min(book.held, inFlight);
          } else if (givesBack) {
            book.held = Math.min(book.held, inFlight + random.nextInt(idle + 1));
          }
          if (book.held > 0 || inFlight > 0 || book.usedSinceReport) {
            long idleMillis = inFlight > 0 ? 0 : book.usedSinceReport ? now - book.lastUsed : -1;
            holdings.add(new Holding(server, book.held, inFlight, idleMillis));
          }
          book.usedSinceReport = false;
        });
    return new ExchangeReport(id, sequence, leaseGood(now), waiting, leaving, holdings);
  }

  /** Takes an answer, unless it is to an older report. */
  void receive(ExchangeAnswer answer) {
    if (answer.sequence() != sequence || !answer.accepted()) {
      return;
    }
    underWay = false;
    leaseUntil = sentAt + lease;
    for (Grant grant : answer.grants()) {
      Book book = books.computeIfAbsent(grant.server(), server -> new Book());
      book.held = grant.mayHold();
      book.draining = grant.state() == ServerState.DRAINING;
    }
    if (!answer.settling()) {
      Set<String> listed = answer.grants().stream().map(Grant::server).collect(Collectors.toSet());
      books.forEach(
          (server, book) -> {
            if (!listed.contains(server)) {
              book.held = 0;
            }
          });
    }
  }
}
