package dev.spillway.chaos;

import dev.spillway.chaos.Shot.Outcome;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends requests at times that were fixed beforehand, whatever comes of those before: each on a
 * connection of its own, and never a second time.
 */
final class OpenLoop implements AutoCloseable {
  /** More than the queue's and a server's time together. */
  static final long HUNG_AFTER_MILLIS = 90_000;

  private final Vertx vertx = Vertx.vertx();
  private final NetClient client =
      vertx.createNetClient(new NetClientOptions().setConnectTimeout(60_000).setTcpNoDelay(true));
  private final List<Seat> gateways;
  private final SplittableRandom random;
  private final List<Shot> shots = new CopyOnWriteArrayList<>();
  private final AtomicInteger open = new AtomicInteger();
  private int sent;

  OpenLoop(List<Seat> gateways, SplittableRandom random) {
    this.gateways = gateways;
    this.random = random;
  }

  /**
   * Sends for so long, in phases of some seconds that differ in rate, and in whether the load is
   * spread over all gateways or meets one. Blocks.
   *
   * @param perSecond the mean rate
   */
  void run(long millis, int perSecond) {
    long now = System.nanoTime();
    long end = now + TimeUnit.MILLISECONDS.toNanos(millis);
    long phaseEnd = now;
    double rate = 0;
    int favourite = -1;
    for (long next = now; next < end; ) {
      if (next >= phaseEnd) {
        phaseEnd = next + TimeUnit.MILLISECONDS.toNanos(1000 + random.nextInt(4000));
        rate = perSecond * new double[] {0.2, 0.7, 1, 1.2, 1.9}[random.nextInt(5)];
        favourite = random.nextInt(3) == 0 ? random.nextInt(gateways.size()) : -1;
      }
      next += (long) (-Math.log(1 - random.nextDouble()) * TimeUnit.SECONDS.toNanos(1) / rate);
      boolean spread = favourite < 0 || random.nextInt(10) == 0;
      int gateway = spread ? random.nextInt(gateways.size()) : favourite;
      // One in forty is longer than a lease.
      int millisToServe = random.nextInt(40) == 0 ? 1000 + random.nextInt(4000) : time();
      boolean idempotent = random.nextBoolean();
      for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      send(gateways.get(gateway).part(), idempotent, millisToServe);
    }
  }

  private int time() {
    return 20 + random.nextInt(200);
  }

  /** Sends one now. */
  void send(Part gateway, boolean idempotent, int millis) {
    String id = "r" + sent++;
    long at = System.nanoTime();
    if (gateway.port().isEmpty() || !gateway.alive()) {
      take(new Shot(id, gateway, idempotent, millis, at, at, Outcome.REFUSED, 0, "it is down"));
      return;
    }
    open.incrementAndGet();
    new Attempt(id, gateway, idempotent, millis, at).run();
  }

  /** How many are not known to have ended. */
  int open() {
    return open.get();
  }

  List<Shot> shots() {
    return shots;
  }

  private void take(Shot shot) {
    shots.add(shot);
  }

  @Override
  public void close() {
    vertx.close();
  }

  /** One request under way. */
  private final class Attempt {
    private final String id;
    private final Part gateway;
    private final boolean idempotent;
    private final int millis;
    private final long at;
    private final Buffer received = Buffer.buffer();
    private final AtomicBoolean over = new AtomicBoolean();

    Attempt(String id, Part gateway, boolean idempotent, int millis, long at) {
      this.id = id;
      this.gateway = gateway;
      this.idempotent = idempotent;
      this.millis = millis;
      this.at = at;
    }

    void run() {
      long timer = vertx.setTimer(HUNG_AFTER_MILLIS, t -> end(Outcome.HUNG, 0, "no end"));
      client
          .connect(gateway.port().getAsInt(), "127.0.0.1")
          .onSuccess(socket -> ask(socket, timer))
          .onFailure(
              cause -> {
                vertx.cancelTimer(timer);
                end(Outcome.REFUSED, 0, cause.toString());
              });
    }

    private void ask(NetSocket socket, long timer) {
      socket.handler(received::appendBuffer);
      socket.exceptionHandler(cause -> {});
      socket.closeHandler(
          closed -> {
            vertx.cancelTimer(timer);
            RawAnswer answer = RawAnswer.of(received.toString());
            end(answer.outcome(), answer.status(), answer.text());
          });
      String length = idempotent ? "" : "Content-Length: 4\r\n";
      socket.write(
          "%s /r/%s/%d HTTP/1.1\r\nHost: chaos\r\nConnection: close\r\n%s\r\n%s"
              .formatted(
                  idempotent ? "GET" : "POST", id, millis, length, idempotent ? "" : "body"));
    }

    private void end(Outcome outcome, int status, String text) {
      if (over.compareAndSet(false, true)) {
        take(
            new Shot(
                id, gateway, idempotent, millis, at, System.nanoTime(), outcome, status, text));
        open.decrementAndGet();
      }
    }
  }
}
