package dev.spillway.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.events.Addresses;
import dev.spillway.events.PoolChanged;
import dev.spillway.events.RequestServed;
import dev.spillway.events.ServerChanged;
import dev.spillway.state.ServerState;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class TerminalMonitorTest {
  private static final ServerChanged READY =
      new ServerChanged("web", 1, "web-1", "http://h:1", ServerState.READY, "", 10);

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private void deploy(Vertx vertx, TerminalMonitor.Format format) throws Exception {
    vertx
        .deployVerticle(new TerminalMonitor(lines::add, format))
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  private String nextLine() throws InterruptedException {
    return lines.poll(10, TimeUnit.SECONDS);
  }

  @Test
  void asJsonEveryEventIsALineOfItsOwn(Vertx vertx) throws Exception {
    deploy(vertx, TerminalMonitor.Format.JSON);
    RequestServed served = ServedTotalsTest.event("lb-1", "web-1", 0, 100);

    vertx.eventBus().publish(Addresses.REQUEST_SERVED, served.toJson());
    vertx.eventBus().publish(Addresses.REQUEST_SERVED, served.toJson());
    vertx.eventBus().publish(Addresses.SERVER, READY.toJson());

    List<JsonObject> printed =
        List.of(new JsonObject(nextLine()), new JsonObject(nextLine()), new JsonObject(nextLine()));
    assertThat(printed)
        .filteredOn(line -> line.getString("event").equals(Addresses.REQUEST_SERVED))
        .hasSize(2)
        .allSatisfy(line -> assertThat(RequestServed.fromJson(line)).isEqualTo(served));
    assertThat(printed)
        .filteredOn(line -> line.getString("event").equals(Addresses.SERVER))
        .singleElement()
        .satisfies(line -> assertThat(ServerChanged.fromJson(line)).isEqualTo(READY));
  }

  @Test
  void asTextRequestsServedWithinASecondAreOneLine(Vertx vertx) throws Exception {
    deploy(vertx, TerminalMonitor.Format.TEXT);
    int events = 500;

    for (int i = 0; i < events; i++) {
      vertx
          .eventBus()
          .publish(
              Addresses.REQUEST_SERVED, ServedTotalsTest.event("lb-1", "web-1", 0, 100).toJson());
    }

    int served = 0;
    int printed = 0;
    while (served < events) {
      String line = nextLine();
      assertThat(line).contains("served");
      served += Integer.parseInt(line.replaceAll(".*served (\\d+).*", "$1"));
      printed++;
    }
    // As many as summaries fell into the time of publishing; one by one they would be 500.
    assertThat(printed).isLessThan(events / 10);
  }

  @Test
  void asTextQueuesOfAllGatewaysAreOneNumberToldWhenItChanges(Vertx vertx) throws Exception {
    deploy(vertx, TerminalMonitor.Format.TEXT);

    publishQueue(vertx, "lb-1", 3);
    publishQueue(vertx, "lb-2", 4);
    String line = nextLine();
    if (line.contains("3 waiting")) {
      line = nextLine(); // a summary fell between the two
    }
    assertThat(line).endsWith("7 waiting");

    publishQueue(vertx, "lb-1", 0);
    assertThat(nextLine()).endsWith("4 waiting");
  }

  private static void publishQueue(Vertx vertx, String gateway, long length) {
    PoolChanged event = new PoolChanged("web", 1, gateway, PoolChanged.Kind.QUEUE, length, "");
    vertx.eventBus().publish(Addresses.POOL, event.toJson());
  }
}
