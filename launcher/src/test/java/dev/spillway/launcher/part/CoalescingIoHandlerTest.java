package dev.spillway.launcher.part;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoalescingIoHandlerTest {
  private static final int FEW = CoalescingIoHandler.FEW - 1;
  private static final int MANY = CoalescingIoHandler.FEW;

  private final List<String> happened = new ArrayList<>();
  private final Completions io = new Completions();
  private long elapsed;
  private long processor;
  private final LoopUtilization utilization = new LoopUtilization(() -> elapsed, () -> processor);
  private final CoalescingIoHandler handler =
      new CoalescingIoHandler(io, utilization, () -> happened.add("pause"));

  @Test
  void aCalmLoopWaitsForTheNextCompletionAlone() {
    looked(0);

    assertThat(turn(true, FEW)).isEqualTo(FEW);
    assertThat(turn(true, FEW)).isEqualTo(FEW);
    assertThat(happened).containsExactly("wait", "wait");
  }

  @Test
  void aBusyLoopHandsOverWhatItHasAndPausesAfterASmallTurn() {
    looked(100);
    turn(true, FEW);
    happened.clear();

    assertThat(turn(true, 1, 5)).isEqualTo(6);
    assertThat(happened).containsExactly("look", "pause", "look");
  }

  @Test
  void itWaitsAsEverIfNothingCameInThePause() {
    looked(100);
    turn(true, FEW);
    happened.clear();

    assertThat(turn(true, 0, 3)).isEqualTo(3);
    assertThat(happened).containsExactly("look", "pause", "wait");
  }

  @Test
  void itDoesNotPauseWhenMuchIsThereAlready() {
    looked(100);
    turn(true, FEW);
    happened.clear();

    turn(true, MANY, 0);
    assertThat(happened).containsExactly("look", "look");
  }

  @Test
  void itDoesNotPauseAfterALargeTurn() {
    looked(100);
    turn(true, MANY);
    happened.clear();

    turn(true, FEW);
    assertThat(happened).containsExactly("wait");
  }

  @Test
  void itDoesNotPauseWhileTasksWait() {
    looked(100);
    turn(true, FEW);
    happened.clear();

    turn(false, FEW);
    assertThat(happened).containsExactly("look");
  }

  /** Large turns, until the loop's utilization is looked at. */
  private void looked(int percent) {
    elapsed += 100;
    processor += percent;
    for (int i = 0; i < LoopUtilization.TURNS; i++) {
      turn(true, MANY);
    }
    happened.clear();
  }

  private int turn(boolean canBlock, int... completions) {
    for (int count : completions) {
      io.next.add(count);
    }
    int handled = handler.run(new Turn(canBlock));
    assertThat(io.next).isEmpty();
    return handled;
  }

  private record Turn(boolean canBlock) implements IoHandlerContext {
    @Override
    public long delayNanos(long currentTimeNanos) {
      return 0;
    }

    @Override
    public long deadlineNanos() {
      return -1;
    }
  }

  /** Has as many completions as it is told, and tells whether it might have waited for them. */
  private final class Completions implements IoHandler {
    private final Deque<Integer> next = new ArrayDeque<>();

    @Override
    public int run(IoHandlerContext context) {
      happened.add(context.canBlock() ? "wait" : "look");
      return next.remove();
    }

    @Override
    public void prepareToDestroy() {}

    @Override
    public void destroy() {}

    @Override
    public IoRegistration register(IoHandle handle) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void wakeup() {}

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
      return false;
    }
  }
}
