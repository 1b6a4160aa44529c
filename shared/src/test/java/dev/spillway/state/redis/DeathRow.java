package dev.spillway.state.redis;

import dev.spillway.state.DeathNote;
import java.util.Collection;

/** What deaths in a row come to, said as plainly as can be, for {@code died.lua} to agree with. */
record DeathRow(int inARow, long lastAt, long startsFrom) {
  static final DeathRow NONE = new DeathRow(0, 0, 0);

  /** A server that was ready: times in ms. */
  record Life(long createdAt, long readyAt) {}

  /**
   * The row after a death.
   *
   * @param ready servers that were ready at the time, the dead one included
   */
  DeathRow afterDeathOf(Life dead, Collection<Life> ready, long now, long well) {
    if (inARow > 0 && dead.createdAt < lastAt) {
      return this;
    }
    boolean oneIsWell =
        ready.stream().anyMatch(life -> life.createdAt >= lastAt && now - life.readyAt >= well);
    int deaths = oneIsWell ? 1 : inARow + 1;
    return new DeathRow(deaths, now, now + waitAfter(deaths));
  }

  DeathRow afterStopOf(Life stopped) {
    return stopped.createdAt >= lastAt ? NONE : this;
  }

  DeathNote note(long now) {
    return new DeathNote(true, inARow, Math.max(0, startsFrom - now));
  }

  static long waitAfter(int deaths) {
    return deaths < 2 ? 0 : deaths > 7 ? 60_000 : 1000L << (deaths - 2);
  }
}
