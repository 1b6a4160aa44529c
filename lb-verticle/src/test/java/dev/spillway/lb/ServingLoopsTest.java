package dev.spillway.lb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorChooserFactory.EventExecutorChooser;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ServingLoopsTest {
  // Their threads begin with the first task, of which there is none.
  private final EventExecutor[] executors =
      Stream.generate(DefaultEventExecutor::new).limit(5).toArray(EventExecutor[]::new);
  private final EventExecutorChooser chooser = new ServingLoops(2).newChooser(executors);

  @Test
  void verticlesOfAGatewayTakeTurnsOnThoseThatAreReserved() {
    assertThat(Stream.generate(this::forGateway).limit(4))
        .containsExactly(executors[3], executors[4], executors[3], executors[4]);
  }

  @Test
  void allElseTakesTurnsOnTheOthers() {
    forGateway();

    assertThat(Stream.generate(chooser::next).limit(4))
        .containsExactly(executors[0], executors[1], executors[2], executors[0]);
  }

  @Test
  void afterADeploymentThatFailsNothingElseIsTakenForOne() {
    assertThatThrownBy(
            () ->
                ServingLoops.deploy(
                    () -> {
                      throw new IllegalStateException("closed");
                    }))
        .hasMessage("closed");

    assertThat(chooser.next()).isSameAs(executors[0]);
  }

  private EventExecutor forGateway() {
    return ServingLoops.deploy(chooser::next);
  }
}
