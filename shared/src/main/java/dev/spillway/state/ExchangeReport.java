package dev.spillway.state;

import java.util.List;

/**
 * What a gateway says in an exchange.
 *
 * @param gateway the gateway's id, unique to one run of one process
 * @param sequence greater than that of every earlier report of this gateway, first 1
 * @param leaseGood whether the gateway's lease still holds by its own monotonic clock
 * @param waiting requests that wait for a permit, at least 0
 * @param asks for how many of them it asks a permit now, at most {@code waiting}: for the rest
 *     others may be first
 * @param leaving the gateway's last report: it will hold nothing from now on
 * @param holdings one entry per server on which it holds permits or has requests in flight, and for
 *     each server used since the last report
 */
public record ExchangeReport(
    String gateway,
    long sequence,
    boolean leaseGood,
    int waiting,
    int asks,
    boolean leaving,
    List<Holding> holdings) {

  public ExchangeReport {
    holdings = List.copyOf(holdings);
  }

  /** One that asks for all that waits. */
  public ExchangeReport(
      String gateway,
      long sequence,
      boolean leaseGood,
      int waiting,
      boolean leaving,
      List<Holding> holdings) {
    this(gateway, sequence, leaseGood, waiting, waiting, leaving, holdings);
  }

  /**
   * What a gateway has of one server.
   *
   * @param server the server's name
   * @param held permits it may still spend, those in flight included
   * @param inFlight requests in flight
   * @param idleMillis since a request last began or ended there; 0 while any is in flight, -1 if
   *     there was none. An age, not a time: clocks of hosts differ.
   */
  public record Holding(String server, int held, int inFlight, long idleMillis) {}
}
