package dev.spillway.benchmarks;

import dev.spillway.benchmarks.peer.Wire;
import java.util.ArrayList;
import java.util.List;

/**
 * How a {@link Comparison} is done.
 *
 * @param paths what is asked for, one after the other
 * @param wire what clients speak
 * @param connections of the clients; requests in flight with HTTP/2
 * @param warmUp seconds of load beforehand on each proxy that a JVM runs
 * @param rounds how often each takes its turn
 * @param seconds the length of a turn, of each kind of load
 * @param latency whether latencies at a fixed rate are measured, too
 * @param rate of these, requests per second; 0: half of what the slowest of the proxies can take,
 *     or as much less as the clients need to keep pace
 * @param high whether latencies are measured at half of what the first can take, too
 * @param together whether all may use both processors; else the proxy has the first to itself
 */
record Plan(
    List<String> paths,
    Wire wire,
    int connections,
    int warmUp,
    int rounds,
    int seconds,
    boolean latency,
    double rate,
    boolean high,
    boolean together) {
  String proxyCpus() {
    return together ? "0,1" : "0";
  }

  String loadCpus() {
    return together ? "0,1" : "1";
  }

  /** For TLS and HTTP/2 the clients at a fixed rate warm their connections up beforehand. */
  int clientStart() {
    return wire == Wire.HTTP1 ? 0 : 2;
  }

  /** The first path with the full time, for others the code is warm already. */
  int warmUp(int path) {
    return path == 0 ? warmUp : Math.max(1, warmUp / 5);
  }

  /** The lengths of turns like those that count, in seconds, the last as long as is left. */
  List<Integer> turns(int total) {
    List<Integer> turns = new ArrayList<>();
    for (int left = total; left > 0; left -= seconds) {
      turns.add(Math.min(left, seconds));
    }
    return turns;
  }
}
