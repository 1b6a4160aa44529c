package dev.spillway.model;

import dev.spillway.model.Steps.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Explores every moment that can be reached, nearest first, until something is broken, all is seen,
 * or there are more moments than it may look at. So what it finds takes as few steps as it can.
 */
final class Search {
  private final Bounds bounds;
  private final int most;
  private final Fingerprints seen = new Fingerprints();
  private final Names nobody;

  /** By number of moment: the one before, and which of the steps from there led here. */
  private int[] before = new int[1 << 16];

  private short[] ordinal = new short[1 << 16];

  private PackedQueue next;
  private int expanding;
  private short stepOrdinal;
  private long transitions;
  private String broken;
  private int brokenAt;

  /**
   * What came of it.
   *
   * @param moments different moments seen
   * @param transitions steps taken
   * @param depth steps to the farthest moment whose steps were all taken
   * @param complete whether no moment is left to look at
   * @param broken what is broken, or null
   * @param trace the steps that lead there
   */
  record Outcome(
      int moments,
      long transitions,
      int depth,
      boolean complete,
      String broken,
      List<String> trace) {

    String told() {
      return broken == null
          ? "%,d moments, %,d steps, depth %d, %s"
              .formatted(moments, transitions, depth, complete ? "complete" : "not complete")
          : broken + "\n  " + String.join("\n  ", trace);
    }
  }

  private Search(Bounds bounds, int most) {
    this.bounds = bounds;
    this.most = most;
    this.nobody = new Names(bounds);
  }

  static Outcome run(Bounds bounds, int most) {
    return new Search(bounds, most).run();
  }

  private Outcome run() {
    Steps steps = new Steps(bounds, this::step);
    World start = bounds.started() ? World.started(bounds) : World.empty(bounds);
    start.settleForm(nobody);
    seen.add(start.cells);
    next = new PackedQueue(start.cells.length);
    next.add(start.cells);
    int depth = 0;
    int levelEnd = 1;
    while (!next.isEmpty() && broken == null && seen.size() < most) {
      if (expanding == levelEnd) {
        depth++;
        levelEnd = seen.size();
      }
      stepOrdinal = 0;
      steps.from(new World(bounds, next.poll()));
      expanding++;
    }
    return new Outcome(
        seen.size(),
        transitions,
        depth,
        next.isEmpty(),
        broken,
        broken == null ? List.of() : trace());
  }

  private void step(World after, Kind kind, int gateway, int server, String stepBreaks) {
    transitions++;
    short taken = stepOrdinal++;
    if (broken != null) {
      return;
    }
    after.settleForm(nobody);
    if (!seen.add(after.cells)) {
      return;
    }
    int number = seen.size() - 1;
    if (number == before.length) {
      before = Arrays.copyOf(before, 2 * number);
      ordinal = Arrays.copyOf(ordinal, 2 * number);
    }
    before[number] = expanding;
    ordinal[number] = taken;
    next.add(after.cells);
    broken = stepBreaks != null ? stepBreaks : Invariants.broken(after);
    brokenAt = number;
  }

  /** Takes the steps once more, and tells them with the same names from beginning to end. */
  private List<String> trace() {
    ArrayDeque<Short> ordinals = new ArrayDeque<>();
    for (int moment = brokenAt; moment != 0; moment = before[moment]) {
      ordinals.push(ordinal[moment]);
    }
    List<String> told = new ArrayList<>();
    Names names = new Names(bounds);
    World[] at = {bounds.started() ? World.started(bounds) : World.empty(bounds)};
    at[0].settleForm(names);
    for (short wanted : ordinals) {
      World[] found = new World[1];
      short[] count = {0};
      Steps steps =
          new Steps(
              bounds,
              (after, kind, gateway, server, ignored) -> {
                if (count[0]++ == wanted) {
                  told.add(told.size() + 1 + ". " + kind.told(names, gateway, server));
                  found[0] = after;
                }
              });
      steps.from(at[0]);
      found[0].settleForm(names);
      at[0] = found[0];
    }
    return told;
  }
}
