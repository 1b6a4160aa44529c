package dev.spillway.monitor;

import dev.spillway.events.Addresses;
import dev.spillway.events.PoolChanged;
import dev.spillway.events.RequestServed;
import dev.spillway.events.ServerChanged;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Prints the bus's events: for people one line per event, with requests served and queue lengths
 * added up over a second; or for programs one JSON object per event, each as it came, with its
 * address under {@code event}.
 */
public final class TerminalMonitor extends VerticleBase {

  /** How the events are printed. */
  public enum Format {
    /** For people. */
    TEXT,
    /** JSON lines. */
    JSON
  }

  private static final long SUMMARY_MILLIS = 1000;

  private final Consumer<String> out;
  private final Format format;
  private final EventText text = new EventText(ZoneId.systemDefault());
  private final Map<String, ServedTotals> served = new TreeMap<>();
  private final Map<String, Map<String, PoolChanged>> queues = new TreeMap<>();
  private final Map<String, Long> printedQueues = new TreeMap<>();

  /**
   * A monitor that gives each line, without its end, to {@code out}, on an event loop: it must not
   * wait.
   */
  public TerminalMonitor(Consumer<String> out, Format format) {
    this.out = Objects.requireNonNull(out);
    this.format = Objects.requireNonNull(format);
  }

  @Override
  public Future<?> start() {
    List<MessageConsumer<?>> consumers = new ArrayList<>();
    if (format == Format.JSON) {
      for (String address : EventStream.ADDRESSES) {
        consumers.add(consume(address, body -> printJson(address, body)));
      }
    } else {
      consumers.add(
          consume(Addresses.REQUEST_SERVED, body -> addServed(RequestServed.fromJson(body))));
      consumers.add(
          consume(Addresses.SERVER, body -> out.accept(text.server(ServerChanged.fromJson(body)))));
      consumers.add(consume(Addresses.POOL, body -> pool(PoolChanged.fromJson(body))));
      vertx.setPeriodic(SUMMARY_MILLIS, timer -> printSummary());
    }
    return Future.all(consumers.stream().map(MessageConsumer::completion).toList());
  }

  private MessageConsumer<JsonObject> consume(String address, Consumer<JsonObject> handler) {
    return vertx
        .eventBus()
        .consumer(address, (Message<JsonObject> message) -> handler.accept(message.body()));
  }

  private void printJson(String address, JsonObject body) {
    out.accept(new JsonObject().put("event", address).mergeIn(body).encode());
  }

  private void addServed(RequestServed event) {
    served.computeIfAbsent(event.pool(), pool -> new ServedTotals()).add(event);
  }

  private void pool(PoolChanged event) {
    if (event.kind() == PoolChanged.Kind.QUEUE) {
      queues.computeIfAbsent(event.pool(), pool -> new TreeMap<>()).put(event.source(), event);
    } else {
      out.accept(text.pool(event));
    }
  }

  private void printSummary() {
    long now = System.currentTimeMillis();
    served.forEach(
        (pool, totals) -> {
          if (totals.count() > 0) {
            out.accept(text.served(now, pool, totals));
          }
        });
    served.clear();
    queues.forEach((pool, bySource) -> printQueue(now, pool, bySource.values()));
    // A gateway that waits for nothing is forgotten, so that gateways of the past don't pile up.
    queues.values().forEach(sources -> sources.values().removeIf(queue -> queue.value() == 0));
  }

  private void printQueue(long now, String pool, Collection<PoolChanged> ofGateways) {
    long waiting = ofGateways.stream().mapToLong(PoolChanged::value).sum();
    if (waiting != printedQueues.getOrDefault(pool, 0L)) {
      printedQueues.put(pool, waiting);
      out.accept(text.pool(new PoolChanged(pool, now, "", PoolChanged.Kind.QUEUE, waiting, "")));
    }
  }
}
