package dev.spillway.worker;

import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tasks for later, in turns of {@value #MILLIS} ms, all of a turn one after the other by one timer.
 * With a timer for each of a thousand servers an event loop wakes a thousand times a second, which
 * costs more than what it then does. For one event loop.
 */
final class Turns {
  static final int MILLIS = 10;

  private static final Logger log = LoggerFactory.getLogger(Turns.class);

  private final Vertx vertx;
  private final NavigableMap<Long, Queue<Place>> places = new TreeMap<>();
  private long timer = -1;
  private long timerTurn = Long.MAX_VALUE; // that of the timer that runs; if none does, the last

  Turns(Vertx vertx) {
    this.vertx = vertx;
  }

  /** A task's place in a turn. */
  static final class Place {
    private Runnable task; // null: not any more

    private Place(Runnable task) {
      this.task = task;
    }

    /** The task is not run any more; does nothing once it was. */
    void leave() {
      task = null;
    }
  }

  /**
   * Runs a task once.
   *
   * @param millis that pass before, and one turn more at the most
   */
  Place after(long millis, Runnable task) {
    long turn = Math.floorDiv(now() + millis, MILLIS) + 1;
    Place place = new Place(task);
    places.computeIfAbsent(turn, empty -> new ArrayDeque<>()).add(place);
    setTimer();
    return place;
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  private void setTimer() {
    if (places.isEmpty() || places.firstKey() >= timerTurn) {
      return;
    }
    vertx.cancelTimer(timer);
    timerTurn = places.firstKey();
    timer = vertx.setTimer(Math.max(1, timerTurn * MILLIS - now()), id -> come());
  }

  private void come() {
    timerTurn = Long.MAX_VALUE;
    long last = Math.floorDiv(now(), MILLIS);
    while (!places.isEmpty() && places.firstKey() <= last) {
      places.pollFirstEntry().getValue().forEach(Turns::run);
    }
    setTimer();
  }

  private static void run(Place place) {
    Runnable task = place.task;
    if (task == null) {
      return;
    }
    place.task = null;
    try {
      task.run();
    } catch (RuntimeException e) {
      log.error("event=defect step=turn", e);
    }
  }
}
