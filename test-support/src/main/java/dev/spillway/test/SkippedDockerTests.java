package dev.spillway.test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Names, at the end of a module's tests, those that did not run for want of Docker. */
public final class SkippedDockerTests implements TestExecutionListener {
  private final List<String> skipped = new CopyOnWriteArrayList<>();

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    if (reason.contains(DockerCondition.SKIPPED)) {
      skipped.add(test.getLegacyReportingName());
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    if (!skipped.isEmpty()) {
      System.err.printf("Not run, for no Docker daemon answers: %s%n", String.join(", ", skipped));
    }
  }
}
