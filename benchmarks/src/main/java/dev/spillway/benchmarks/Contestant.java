package dev.spillway.benchmarks;

import dev.spillway.benchmarks.peer.Peer;
import java.util.ArrayList;
import java.util.List;

/**
 * Who takes part in a comparison.
 *
 * @param name in tables
 * @param peer the proxy
 * @param loops how many threads serve requests
 * @param servers how many servers it has
 */
record Contestant(String name, Peer peer, int loops, int servers) {

  /**
   * Each proxy with each number of event loops and of servers. What all of them share is not told
   * in the name.
   */
  static List<Contestant> all(List<Peer> peers, List<Integer> loops, List<Integer> servers) {
    List<Contestant> contestants = new ArrayList<>();
    for (Peer peer : peers) {
      for (int threads : loops) {
        for (int count : servers) {
          String name =
              peer.name()
                  + told(loops, threads, threads == 1 ? "loop" : "loops")
                  + told(servers, count, count == 1 ? "server" : "servers");
          contestants.add(new Contestant(name, peer, threads, count));
        }
      }
    }
    return contestants;
  }

  private static String told(List<Integer> of, int count, String unit) {
    return of.size() > 1 ? ", " + count + " " + unit : "";
  }

  /** As the name of a folder, and of an installation. */
  String folder() {
    return name.replaceAll("[^A-Za-z0-9]+", "-");
  }
}
