package dev.spillway.benchmarks;

/** How much time the suite takes for the same questions. */
enum Effort {
  /** To be relied on. */
  FULL(45, 10, 4, 64, 3, 10_000, 5, 1_000, 1_000),
  /** Enough for a look at where things stand. */
  SHORT(15, 3, 2, 64, 1, 10_000, 2, 1_000, 100),
  /** To see that it works. */
  TINY(2, 1, 1, 8, 1, 50, 1, 20, 20);

  /** Seconds of load beforehand on each proxy that a JVM runs. */
  final int warmUp;

  /** How often each takes its turn. */
  final int rounds;

  /** The length of a turn. */
  final int seconds;

  /** Of the clients. */
  final int connections;

  /** How often idle connections are opened. */
  final int idleRounds;

  /** How many. */
  final int idleConnections;

  /** Overflows, for each runtime. */
  final int overflows;

  /** Requests at once. */
  final int burst;

  /** Of an iteration of JMH. */
  final int microMillis;

  Effort(
      int warmUp,
      int rounds,
      int seconds,
      int connections,
      int idleRounds,
      int idleConnections,
      int overflows,
      int burst,
      int microMillis) {
    this.warmUp = warmUp;
    this.rounds = rounds;
    this.seconds = seconds;
    this.connections = connections;
    this.idleRounds = idleRounds;
    this.idleConnections = idleConnections;
    this.overflows = overflows;
    this.burst = burst;
    this.microMillis = microMillis;
  }
}
