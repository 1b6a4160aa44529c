package dev.spillway.benchmarks.load;

/** What a sample says; lower is better but for the throughput. */
public enum Sample {
  /** Requests per second when as many come as can be served. */
  THROUGHPUT("requests/s"),
  /** Processor time of the proxy per request meanwhile, in microseconds. */
  CPU("cpu us/request"),
  /** Latencies at the fixed rate, in microseconds. */
  P50("p50 us"),
  /** See {@link #P50}. */
  P99("p99 us"),
  /** See {@link #P50}. */
  P999("p99.9 us"),
  /** Resident memory after the load, in MiB. */
  MEMORY("memory MiB");

  private final String label;

  Sample(String label) {
    this.label = label;
  }

  /** As a column's head. */
  public String label() {
    return label;
  }
}
