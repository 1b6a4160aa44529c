package dev.spillway.lb.exchange;

import static dev.spillway.test.Awaiting.await;

import dev.spillway.state.ExchangeAnswer;
import dev.spillway.state.ExchangeReport;
import dev.spillway.state.PoolLimits;
import dev.spillway.state.PoolState;
import dev.spillway.state.redis.VirtualRedis;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Gateways of one pool in virtual time, on the real scripts. Watches what is not used while
 * somebody waits.
 */
final class VirtualPool implements AutoCloseable {
  static final Duration LEASE = Duration.ofSeconds(5);
  private static final Duration CLAIM = Duration.ofHours(1);

  /** From a gateway to Redis or back, and over the event bus. */
  private static final long WIRE = VirtualTime.MILLI / 2;

  private static final long BUS = 2 * VirtualTime.MILLI;

  final VirtualTime time = new VirtualTime();
  final List<VirtualGateway> gateways = new ArrayList<>();
  private final Vertx vertx = Vertx.vertx();
  private final VirtualRedis redis;
  private final PoolState state;
  private final PoolLimits limits;
  private final int capacity;
  private final SplittableRandom random;
  private long wastedSince = -1;
  private long longestWaste;

  VirtualPool(String url, int servers, int perServer, int gateways, long seed) {
    this.redis = new VirtualRedis(vertx, url, LEASE);
    this.state = redis.pool("web");
    this.limits = new PoolLimits(servers, servers, perServer, LEASE);
    this.capacity = servers * perServer;
    this.random = new SplittableRandom(seed);
    redis.setClock(0);
    for (String server : await(state.sweep("worker", limits)).created()) {
      await(state.claimStart(server, "worker", CLAIM));
      await(state.ready(server, "worker", "http://" + server, perServer));
    }
    for (int i = 0; i < gateways; i++) {
      this.gateways.add(new VirtualGateway(this, "gateway-" + i));
      pass(Duration.ofMillis(37));
    }
  }

  /** Durations between half and one and a half of the mean. */
  LongSupplier around(Duration mean) {
    return () -> (long) ((0.5 + random.nextDouble()) * mean.toNanos());
  }

  void pass(Duration span) {
    time.pass(span.toNanos(), this::look);
  }

  private void look() {
    int inFlight = gateways.stream().mapToInt(gateway -> gateway.admission.inFlight()).sum();
    int waiting = gateways.stream().mapToInt(gateway -> gateway.admission.waiting()).sum();
    boolean wastes = waiting > 0 && inFlight < capacity;
    if (wastes && wastedSince < 0) {
      wastedSince = time.now();
    } else if (!wastes && wastedSince >= 0) {
      longestWaste = Math.max(longestWaste, time.now() - wastedSince);
      wastedSince = -1;
    }
  }

  /** The longest time during which a request waited while some permit was not in use. */
  Duration longestWaste() {
    return Duration.ofNanos(Math.max(longestWaste, wastedSince < 0 ? 0 : time.now() - wastedSince));
  }

  long wire() {
    return WIRE + random.nextLong(WIRE);
  }

  ExchangeAnswer exchange(ExchangeReport report) {
    redis.setClock(time.now() / VirtualTime.MILLI);
    return await(state.exchange(report, limits));
  }

  void tellOthers(VirtualGateway self, Consumer<VirtualGateway> event) {
    for (VirtualGateway other : gateways) {
      if (other != self) {
        time.after(BUS, () -> event.accept(other));
      }
    }
  }

  @Override
  public void close() {
    redis.close();
    await(vertx.close());
  }
}
