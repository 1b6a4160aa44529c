package dev.spillway.chaos;

import dev.spillway.test.FaultyLink.Traffic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When a gateway's reports reached Redis, as seen between the two. That tells, without regard to
 * what caused it, when it was silent for longer than its lease: a fault, or a machine too busy.
 */
final class Exchanges implements Traffic {
  private static final byte ERROR = '-';

  private final Map<Object, Long> pending = new ConcurrentHashMap<>();
  private final List<Answered> answered = new ArrayList<>();

  /** A report that took effect at some time between the two. */
  private record Answered(long sent, long replied) {}

  /** A time in which others may have been granted what this gateway goes on using. */
  record Silence(long from, long to) {
    boolean overlaps(long begin, long end) {
      return from <= end && begin <= to;
    }
  }

  @Override
  public void sent(Object connection, ByteBuffer bytes) {
    String text = StandardCharsets.ISO_8859_1.decode(bytes).toString();
    if (text.contains("evalsha") || text.contains("EVALSHA")) {
      pending.putIfAbsent(connection, System.nanoTime());
    }
  }

  @Override
  public void replied(Object connection, ByteBuffer bytes) {
    boolean refused = bytes.get(bytes.position()) == ERROR;
    Long sent = refused ? null : pending.remove(connection);
    if (sent != null) {
      synchronized (answered) {
        answered.add(new Answered(sent, System.nanoTime()));
      }
    }
  }

  /** One line per report: when it was sent, and when it was answered. */
  List<String> lines() {
    synchronized (answered) {
      return answered.stream().map(one -> one.sent() + " " + one.replied()).toList();
    }
  }

  /**
   * The silences beyond the lease.
   *
   * @param tolerance for what the answer that ends a silence needs to be taken in
   */
  List<Silence> silences(long lease, long tolerance) {
    List<Silence> silences = new ArrayList<>();
    synchronized (answered) {
      for (int i = 0; i < answered.size(); i++) {
        long lapses = answered.get(i).sent + lease - lease / 20;
        boolean last = i == answered.size() - 1;
        long spoken = last ? ServerLife.NEVER : answered.get(i + 1).replied;
        if (spoken > lapses) {
          silences.add(new Silence(lapses, last ? ServerLife.NEVER : spoken + tolerance));
        }
      }
    }
    return silences;
  }
}
