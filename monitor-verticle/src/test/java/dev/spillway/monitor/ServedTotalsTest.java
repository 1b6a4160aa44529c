package dev.spillway.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.events.RequestServed;
import dev.spillway.events.RequestServed.Latency;
import dev.spillway.events.RequestServed.StatusCounts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServedTotalsTest {
  private final ServedTotals totals = new ServedTotals();

  static RequestServed event(String gateway, String server, int inFlight, long... micros) {
    List<Long> buckets = new ArrayList<>(Collections.nCopies(Latency.BUCKETS, 0L));
    long sum = 0;
    long max = 0;
    for (long latency : micros) {
      int bucket = Latency.bucketOf(latency);
      buckets.set(bucket, buckets.get(bucket) + 1);
      sum += latency;
      max = Math.max(max, latency);
    }
    return new RequestServed(
        "web",
        1,
        gateway,
        server,
        micros.length,
        new StatusCounts(0, micros.length, 0, 0, 0),
        1,
        inFlight,
        new Latency(micros.length, sum, max, buckets));
  }

  @Test
  void addsUpGatewaysAndServers() {
    totals.add(event("lb-1", "web-1", 3, 100, 200));
    totals.add(event("lb-2", "web-1", 4, 600));

    assertThat(totals.count()).isEqualTo(3);
    assertThat(totals.ofClass(2)).isEqualTo(3);
    assertThat(totals.meanMicros()).isEqualTo(300);
    assertThat(totals.maxMicros()).isEqualTo(600);
    assertThat(totals.inFlight()).isEqualTo(7);
  }

  @Test
  void takesTheLastWordOfEachGatewayOnEachServerForInFlight() {
    totals.add(event("lb-1", "web-1", 9));
    totals.add(event("lb-1", "web-1", 2));

    assertThat(totals.inFlight()).isEqualTo(2);
  }

  @Test
  void aPercentileIsABoundThatTheShareKeepsAndAtMostTwiceTheTruth() {
    for (int i = 1; i <= 100; i++) {
      totals.add(event("lb-1", "web-1", 0, i * 1000L));
    }

    assertThat(totals.percentileMicros(0.5)).isBetween(50_000L, 100_000L);
    assertThat(totals.percentileMicros(0.99)).isBetween(99_000L, 100_000L);
  }

  @Test
  void countsRequestsWithoutAStatusAsClientsThatLeft() {
    totals.add(
        new RequestServed(
            "web",
            1,
            "lb-1",
            "web-1",
            5,
            new StatusCounts(0, 3, 0, 0, 1),
            1,
            0,
            new Latency(0, 0, 0, List.of())));

    assertThat(totals.withoutStatus()).isEqualTo(1);
    assertThat(totals.meanMicros()).isZero();
  }
}
