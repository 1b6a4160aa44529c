package dev.spillway.benchmarks.load;

/** What a sample says; lower is better but for the throughput. */
public enum Sample {
  /** Requests per second when as many come as can be served. */
  THROUGHPUT("requests/s"),
  /** Processor time of the proxy per request meanwhile, in microseconds. */
  CPU("cpu us/request"),
  /** What it uses at rest, of a second, such as to see whether servers live. */
  REST("cpu at rest ms/s"),
  /** That of the clients and the backend together. */
  LOAD_CPU("clients' and backend's cpu us/request"),
  /** How many processors all of them kept busy meanwhile. */
  BUSY("processors busy"),
  /** The fixed rate at which latencies were measured. */
  RATE("latencies at requests/s"),
  /**
   * Whether requests went out and were answered at that rate; else something had more than it can
   * do, most likely the clients, and latencies say little.
   */
  PACE("pace kept (1) or not (0)"),
  /** Latencies at the fixed rate, in microseconds. */
  P50("p50 us"),
  /** See {@link #P50}. */
  P99("p99 us"),
  /** See {@link #P50}. */
  P999("p99.9 us"),
  /** Resident memory after the load, in MiB. */
  MEMORY("memory MiB"),
  /** Resident memory that an idle connection adds, in KiB. */
  IDLE_CONNECTION("KiB/idle connection"),
  /** From a request that finds every server full to the answer of the server started for it. */
  OVERFLOW("overflow to answer ms"),
  /** Of these: until a worker begins with the start. */
  DECIDE("decide ms"),
  /** Until the container is made; nothing where no container is. */
  CREATE("create ms"),
  /** Until it runs. */
  START("start ms"),
  /** Until it is healthy. */
  READY("ready ms"),
  /** Until the answer is there, less the time for which the server was told to wait. */
  FORWARD("forward ms"),
  /** Until all of many requests that came at once are answered. */
  BURST("all answered ms"),
  /** That time if nothing but the servers' limits and their starts took any. */
  BURST_BEST("best possible ms"),
  /** The slowest of the starts that it brought, all at the same time, while it was served. */
  BURST_START("slowest start ms"),
  /** {@link #BURST_BEST} if every start takes as long as that. */
  BURST_BEST_WITH_STARTS("best possible with such starts ms"),
  /** A call of code, in nanoseconds. */
  CALL("ns/call"),
  /** What it allocates. */
  ALLOCATION("B/call");

  private final String label;

  Sample(String label) {
    this.label = label;
  }

  /** As a column's head. */
  public String label() {
    return label;
  }

  /** The one with that label. */
  public static Sample labelled(String label) {
    for (Sample sample : values()) {
      if (sample.label.equals(label)) {
        return sample;
      }
    }
    throw new IllegalArgumentException("no kind of sample is labelled " + label);
  }
}
