package dev.spillway.lb.forward;

import static dev.spillway.test.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoneHeadsTest {
  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final List<String> sent = new ArrayList<>(); // by the event loop alone
  private final Promise<List<String>> last = Promise.promise();

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  private void onLoop(Runnable task) {
    context.runOnContext(v -> task.run());
  }

  private LoneHeads.Head head(String name) {
    return () -> sent.add(name);
  }

  private LoneHeads.Head lastHead(String name) {
    return () -> {
      sent.add(name);
      last.complete(List.copyOf(sent));
    };
  }

  @Test
  void headsAreSentInTheOrderInWhichTheyCameButThoseThatAreForgotten() {
    onLoop(
        () -> {
          LoneHeads heads = new LoneHeads(vertx);
          LoneHeads.Head followed = head("followed");
          heads.add(head("first"));
          heads.add(followed);
          heads.add(lastHead("last"));
          heads.forget(followed);
        });

    assertThat(await(last.future())).containsExactly("first", "last");
  }

  @Test
  void oneThatComesWhileOthersAreSentIsSentAfterThem() {
    onLoop(
        () -> {
          LoneHeads heads = new LoneHeads(vertx);
          heads.add(
              () -> {
                sent.add("first");
                heads.add(lastHead("last"));
              });
          heads.add(head("second"));
        });

    assertThat(await(last.future())).containsExactly("first", "second", "last");
  }

  @Test
  void oneThatWaitsAgainAfterAllWereForgottenIsSent() {
    onLoop(
        () -> {
          LoneHeads heads = new LoneHeads(vertx);
          LoneHeads.Head head = lastHead("again");
          heads.add(head);
          heads.forget(head);
          // Later than the timer of the first time.
          vertx.setTimer(2 * LoneHeads.LONGEST_MILLIS, id -> heads.add(head));
        });

    assertThat(await(last.future())).containsExactly("again");
  }
}
