package dev.spillway.experiments.scaling;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** What the table says. */
final class ScalingReading {
  private ScalingReading() {}

  static String of(List<ScalingRow> rows) {
    ScalingRow any = rows.get(0);
    int most = rows.stream().mapToInt(ScalingRow::replicas).max().orElse(0);
    int answered = rows.get(rows.size() - 1).answered();
    double lastAnswer = first(rows, row -> row.answered() == answered);
    double peak = first(rows, row -> row.replicas() == most);
    double back = backAtMinimum(rows);
    return String.format(
        Locale.ROOT,
        "%d requests were sent at once to %d server(s) that take %d at once for %.1f s each. The pool"
            + " grew to %d of at most %d servers, the last of them ready after %.1f s; %d requests"
            + " were answered, the last after %.1f s. With TIME_FOR_SCALE_DOWN at %s s, the first"
            + " server went %.1f s after the last answer, and the pool was back at %d server(s) %.1f s"
            + " after it.",
        any.requests(),
        rows.get(0).replicas(),
        any.maxRequests(),
        any.delayMs() / 1000.0,
        most,
        any.maxReplicas(),
        peak,
        answered,
        lastAnswer,
        ScalingPicture.seconds(any.idleTimeoutMs()),
        first(rows, row -> row.timeS() > peak && row.replicas() < most) - lastAnswer,
        rows.get(rows.size() - 1).replicas(),
        back - lastAnswer);
  }

  private static double first(List<ScalingRow> rows, Predicate<ScalingRow> which) {
    return rows.stream().filter(which).mapToDouble(ScalingRow::timeS).findFirst().orElse(0);
  }

  private static double backAtMinimum(List<ScalingRow> rows) {
    int end = rows.get(rows.size() - 1).replicas();
    double back = 0;
    for (int i = rows.size() - 1; i >= 0 && rows.get(i).replicas() == end; i--) {
      back = rows.get(i).timeS();
    }
    return back;
  }
}
