package dev.spillway.test;

import java.io.PrintStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Says of a test that failed with a seed how to run it again: Surefire calls cases by their
 * numbers, and the next run draws other seeds.
 */
public final class FailedSeeds implements TestExecutionListener {
  private static final Pattern NAME = Pattern.compile("seed (\\d+)\\b.*");

  private final PrintStream out;

  /** As JUnit makes it: it says so on standard error. */
  public FailedSeeds() {
    this(System.err);
  }

  FailedSeeds(PrintStream out) {
    this.out = out;
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    Matcher seed = NAME.matcher(test.getDisplayName());
    if (result.getStatus() == TestExecutionResult.Status.FAILED && seed.matches()) {
      out.printf(
          "%s failed with seed %s; to run it again: -Dspillway.seed=%s%n",
          test.getUniqueIdObject().removeLastSegment().getLastSegment().getValue(),
          seed.group(1),
          seed.group(1));
    }
  }
}
