package dev.spillway.experiments.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.config.Balance;
import dev.spillway.experiments.algorithms.AlgorithmsRow;
import dev.spillway.experiments.containers.ContainersRow;
import dev.spillway.experiments.control.ControlRow;
import dev.spillway.experiments.responsetime.ResponseTimeRow;
import dev.spillway.experiments.scaling.ScalingRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShortExperimentsIT {
  @TempDir private Path folder;

  @Test
  void responseTimeIsLongestWithASingleServerAtTheHighEnd() throws Exception {
    ShortRun run =
        ShortRun.of(
            folder,
            "response-time",
            "--requests=4,80",
            "--delay=500ms",
            "--max-requests=4",
            "--max-replicas=4");

    List<ResponseTimeRow> rows = run.rows(ResponseTimeRow.class);

    assertThat(rows).hasSize(6).allMatch(row -> row.answered() == row.requests());
    assertThat(rows).allMatch(row -> row.replicas() <= row.maxReplicas());
    double single = total(rows, "single server", 80);
    assertThat(total(rows, "round-robin", 80)).isLessThan(single);
    assertThat(total(rows, "least-connections", 80)).isLessThan(single);
    assertThat(single).as("ten turns of half a second, twice").isGreaterThanOrEqualTo(10);
    run.leavesReadingAndPicture();
  }

  private static double total(List<ResponseTimeRow> rows, String series, int requests) {
    return rows.stream()
        .filter(row -> row.series().equals(series) && row.requests() == requests)
        .mapToDouble(ResponseTimeRow::totalS)
        .findAny()
        .orElseThrow();
  }

  @Test
  void scalingRisesWithinTheMaximumAndReturnsToTheMinimum() throws Exception {
    ShortRun run =
        ShortRun.of(
            folder,
            "scaling",
            "--requests=60",
            "--delay=500ms",
            "--max-requests=4",
            "--max-replicas=3",
            "--idle-timeout=1s");

    List<ScalingRow> rows = run.rows(ScalingRow.class);

    assertThat(rows).isSortedAccordingTo((a, b) -> Double.compare(a.timeS(), b.timeS()));
    assertThat(rows.get(0).timeS()).isNegative();
    assertThat(rows.get(0).replicas()).isEqualTo(1);
    assertThat(rows.get(0).answered()).isZero();
    assertThat(rows).allMatch(row -> row.replicas() >= 1 && row.replicas() <= 3);
    assertThat(rows).anyMatch(row -> row.replicas() > 1);
    ScalingRow last = rows.get(rows.size() - 1);
    assertThat(last.replicas()).isEqualTo(1);
    assertThat(last.answered()).isEqualTo(60);
    run.leavesReadingAndPicture();
  }

  /** Which of them needs more is also a matter of how long each server took to start. */
  @Test
  void countsTheContainersOfEachAlgorithmUnderTheSameRequests() throws Exception {
    ShortRun run =
        ShortRun.of(
            folder,
            "containers",
            "--requests=10,72",
            "--window=6s",
            "--delay=1s",
            "--max-requests=4",
            "--max-replicas=8",
            "--repeats=1");

    List<ContainersRow> rows = run.rows(ContainersRow.class);

    assertThat(rows).hasSize(6).allMatch(row -> row.answered() == row.requests());
    assertThat(rows).allMatch(row -> row.replicas() <= row.maxReplicas());
    assertThat(rows)
        .filteredOn(row -> row.requests() == 72)
        .as("two servers would fall ever more behind 12 requests of a second each per second")
        .allMatch(row -> row.replicas() > 2);
    run.leavesReadingAndPicture();
  }

  @Test
  void everyAlgorithmServesEveryKindOfServiceTime() throws Exception {
    ShortRun run =
        ShortRun.of(
            folder,
            "algorithms",
            "--service=200ms",
            "--busy=12",
            "--phase=1500ms",
            "--phases=1",
            "--max-requests=4",
            "--max-replicas=2");

    List<AlgorithmsRow> rows = run.rows(AlgorithmsRow.class);

    assertThat(rows).hasSize(3 * Balance.values().length);
    assertThat(rows).allMatch(row -> row.requests() > 0 && row.answered() == row.requests());
    assertThat(rows).allMatch(row -> row.replicas() <= 2 && row.serverS() > 0);
    run.leavesReadingAndPicture();
  }

  @Test
  void permitsCallRedisLessAndKeepFewerTimersThanADesignPerRequest() throws Exception {
    ShortRun run = ShortRun.of(folder, "control", "--time=1s", "--repeats=1", "--clients=8");

    List<ControlRow> rows = run.rows(ControlRow.class);

    assertThat(rows).hasSize(2).allMatch(row -> row.answered() > 0 && row.failed() == 0);
    ControlRow baseline = row(rows, "Redis per request");
    assertThat(baseline.redisCalls()).isGreaterThanOrEqualTo(baseline.answered());
    assertThat(baseline.pendingTimers()).isGreaterThanOrEqualTo(baseline.answered());
    assertThat(row(rows, "Spillway's gateway").redisCalls()).isLessThan(baseline.redisCalls());
    assertThat(row(rows, "Spillway's gateway").pendingTimers())
        .isLessThan(baseline.pendingTimers());
    run.leavesReadingAndPicture();
  }

  private static ControlRow row(List<ControlRow> rows, String design) {
    return rows.stream().filter(row -> row.design().equals(design)).findAny().orElseThrow();
  }

  @Test
  void drawsAgainWhatWasMeasuredBefore() throws Exception {
    Files.writeString(
        folder.resolve("scaling.csv"),
        """
        time_s,replicas,answered,requests,runtime,delay_ms,max_requests,min_replicas,max_replicas,idle_timeout_ms
        -2,1,0,20,docker,5000,10,1,20,120000
        5,1,10,20,docker,5000,10,1,20,120000
        6,2,10,20,docker,5000,10,1,20,120000
        11,2,20,20,docker,5000,10,1,20,120000
        131.5,1,20,20,docker,5000,10,1,20,120000
        """);

    ShortRun run = ShortRun.of(folder, "scaling", "--draw-only");

    assertThat(run.output()).contains("TIME_FOR_SCALE_DOWN at 120 s", "20 requests");
    run.leavesReadingAndPicture();
  }
}
