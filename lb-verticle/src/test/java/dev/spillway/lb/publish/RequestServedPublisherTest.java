package dev.spillway.lb.publish;

import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.events.Addresses;
import dev.spillway.events.RequestServed;
import dev.spillway.test.Awaiting;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestServedPublisherTest {
  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong now = new AtomicLong(1_000_000);
  private final InFlightCounts inFlight = new InFlightCounts();
  private final List<RequestServed> told = new CopyOnWriteArrayList<>();
  private final RequestServedPublisher publisher = publisher(Duration.ofMillis(100));

  private RequestServedPublisher publisher(Duration interval) {
    return new RequestServedPublisher(
        vertx,
        new EventOutlet(vertx),
        "g",
        interval,
        inFlight,
        now::get,
        () -> TimeUnit.MILLISECONDS.toNanos(now.get()));
  }

  @BeforeEach
  void listen() {
    vertx
        .eventBus()
        .<JsonObject>consumer(
            Addresses.REQUEST_SERVED, message -> told.add(RequestServed.fromJson(message.body())));
  }

  @AfterEach
  void stop() {
    Awaiting.await(vertx.close());
  }

  private RequestServed onlyEvent() {
    until("an event", () -> !told.isEmpty());
    assertThat(told).hasSize(1);
    return told.get(0);
  }

  @Test
  void requestsOfAnIntervalAreToldTogether() {
    publisher.begun("p", "s").ended(200);
    publisher.begun("p", "s").ended(404);
    publisher.begun("p", "s").ended(0);
    publisher.begun("p", "s");
    now.set(1_000_050);
    publisher.begun("p", "s").ended(503);
    now.set(1_000_100);

    publisher.flushSome();

    RequestServed event = onlyEvent();
    assertThat(event.pool()).isEqualTo("p");
    assertThat(event.server()).isEqualTo("s");
    assertThat(event.gateway()).isEqualTo("g");
    assertThat(event.time()).isEqualTo(1_000_100);
    assertThat(event.count()).isEqualTo(4);
    assertThat(event.statuses()).isEqualTo(new RequestServed.StatusCounts(0, 1, 0, 1, 1));
    assertThat(event.lastRequestTime()).isEqualTo(1_000_050);
    assertThat(event.inFlight()).isEqualTo(1);
    assertThat(event.latency().count()).isEqualTo(4);
    assertThat(event.latency().buckets().stream().mapToLong(Long::longValue).sum()).isEqualTo(4);
    assertThat(event.latency().maxMicros()).isLessThanOrEqualTo(event.latency().sumMicros());
  }

  @Test
  void nothingIsToldWhereNothingHappened() {
    publisher.begun("p", "s").ended(200);
    publisher.flushSome();
    onlyEvent();

    now.addAndGet(10_000);
    publisher.flushSome();
    publisher.begun("p", "t").ended(200);
    publisher.flushSome();

    until("the next event", () -> told.size() == 2);
    assertThat(told.get(1).server()).isEqualTo("t");
  }

  @Test
  void lastingRequestIsToldOnceASecond() {
    RequestServedPublisher.Served lasting = publisher.begun("p", "s");
    for (int i = 0; i < 25; i++) {
      publisher.flushSome();
      now.addAndGet(100);
    }
    lasting.ended(200);
    publisher.flushSome();

    until("the last event", () -> !told.isEmpty() && told.get(told.size() - 1).count() == 1);
    assertThat(told).hasSize(4);
    assertThat(told.subList(0, 3)).allMatch(event -> event.count() == 0 && event.inFlight() == 1);
  }

  @Test
  void withdrawnRequestIsNotCounted() {
    publisher.begun("p", "s").withdrawn();
    publisher.begun("p", "s").ended(200);
    publisher.flushSome();

    assertThat(onlyEvent().count()).isEqualTo(1);
    assertThat(onlyEvent().inFlight()).isZero();
  }

  @Test
  void inFlightIsThatOfAllEventLoops() {
    RequestServedPublisher other = publisher(Duration.ofMillis(100));
    other.begun("p", "s");
    other.begun("p", "s");
    publisher.begun("p", "s").ended(200);

    publisher.flushSome();

    assertThat(onlyEvent().inFlight()).isEqualTo(2);
  }

  @Test
  void aServerThatIsUsedNowAndThenIsCountedOn() {
    publisher.begun("p", "s").ended(200);
    publisher.flushSome();
    for (int second = 1; second <= 60; second++) {
      now.addAndGet(1_000);
      publisher.begun("p", "s").ended(200);
      publisher.flushSome();
      assertThat(inFlight.size()).isOne();
    }

    until("each of them", () -> told.size() == 61);
    assertThat(told).allMatch(event -> event.count() == 1 && event.inFlight() == 0);
  }

  @Test
  void nothingIsKeptForLongOfServersWithoutRequests() {
    for (int i = 0; i < 1_000; i++) {
      publisher.begun("p", "s" + i).ended(200);
    }
    assertThat(inFlight.size()).isEqualTo(1_000);

    RequestServedPublisher.Served lasting = publisher.begun("p", "s7");
    for (int interval = 0; interval < 200; interval++) {
      publisher.flushSome();
      now.addAndGet(100);
    }

    assertThat(inFlight.size()).isOne();
    lasting.ended(200);
    for (int interval = 0; interval < 201; interval++) {
      publisher.flushSome();
      now.addAndGet(100);
    }
    assertThat(inFlight.size()).isZero();
  }

  @Test
  void manyServersAreToldOfInTurnWithinASecond() {
    Set<String> busy = new HashSet<>();
    for (int i = 0; i < 2_500; i++) {
      publisher.begun("p", "s" + i).ended(200);
      busy.add("s" + i);
    }

    for (int interval = 1; interval <= 10; interval++) {
      // Those told of already are busy again, and must wait for all others.
      told.forEach(event -> publisher.begun("p", event.server()).ended(200));
      publisher.flushSome();
      int soFar = 250 * interval;
      until("a tenth of them in each interval", () -> told.size() >= soFar);
      assertThat(told).hasSize(soFar);
    }

    assertThat(told).extracting(RequestServed::server).containsExactlyInAnyOrderElementsOf(busy);
  }

  @Test
  void moreThanAThousandEventsASecondAreTheExceptionOfManyServers() {
    for (int i = 0; i < 500; i++) {
      publisher.begun("p", "s" + i).ended(200);
    }

    publisher.flushSome();

    until("the events of one interval", () -> told.size() >= 100);
    assertThat(told).hasSize(100);
  }

  @Test
  void withoutAnIntervalEachRequestIsToldWhenItEnds() {
    RequestServedPublisher each = publisher(Duration.ZERO);

    each.begun("p", "s").ended(200);
    each.begun("p", "s").ended(302);

    until("both events", () -> told.size() == 2);
    assertThat(told).allMatch(event -> event.count() == 1);
    assertThat(told.get(1).statuses().redirection()).isEqualTo(1);
  }

  @Test
  void whatIsLeftIsToldAtTheEnd() {
    publisher.start();
    publisher.begun("p", "s").ended(200);

    publisher.stop();

    assertThat(onlyEvent().count()).isEqualTo(1);
  }

  @Test
  void allThatIsToldAtOnceIsHandedOverAtOnce() {
    AtomicInteger turns = new AtomicInteger();
    AtomicInteger events = new AtomicInteger();
    AtomicBoolean sameTurn = new AtomicBoolean();
    vertx
        .eventBus()
        .addOutboundInterceptor(
            context -> {
              events.incrementAndGet();
              if (!sameTurn.getAndSet(true)) {
                turns.incrementAndGet();
                vertx.getOrCreateContext().runOnContext(v -> sameTurn.set(false));
              }
              context.next();
            });
    for (int i = 0; i < 90; i++) {
      publisher.begun("p", "s" + i).ended(200);
    }

    publisher.flushSome();

    until("all are on the bus", () -> events.get() == 90);
    assertThat(turns).hasValue(1);
  }

  @Test
  void allIsOnTheBusWhenItHasStopped() {
    AtomicInteger events = new AtomicInteger();
    vertx
        .eventBus()
        .addOutboundInterceptor(
            context -> {
              events.incrementAndGet();
              context.next();
            });
    publisher.begun("p", "s").ended(200);
    publisher.flushSome();
    publisher.begun("p", "s").ended(200);

    Awaiting.await(publisher.stop());

    assertThat(events).hasValue(2);
  }
}
