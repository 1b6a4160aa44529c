package dev.spillway.model;

/** What Redis answers to a report. */
final class Answer {
  boolean accepted;
  boolean settling;
  int idleElsewhere;
  int waitingElsewhere;
  int starting;
  boolean atMaximum;
  int created;

  /** There is enough for everybody, unless less is said. */
  int share = Integer.MAX_VALUE;

  int oneMore;
  int free;

  /** By server: its state, NONE if it isn't listed. */
  final int[] listed;

  final int[] mayHold;
  final int[] othersInFlight;

  Answer(int servers) {
    listed = new int[servers];
    mayHold = new int[servers];
    othersInFlight = new int[servers];
  }
}
