package dev.spillway.lb.framing;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How many requests were refused for what is wrong with them. For any thread. */
public final class InvalidRequestCounts {
  private final Map<MessageFault, LongAdder> counts = new EnumMap<>(MessageFault.class);

  /** Nothing was refused yet. */
  public InvalidRequestCounts() {
    for (MessageFault fault : MessageFault.values()) {
      counts.put(fault, new LongAdder());
    }
  }

  /** Counts one. */
  public void count(MessageFault fault) {
    counts.get(fault).increment();
  }

  /** How many there were since the gateway's start. */
  public long of(MessageFault fault) {
    return counts.get(fault).sum();
  }
}
