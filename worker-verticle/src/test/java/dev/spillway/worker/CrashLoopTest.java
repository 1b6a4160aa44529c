package dev.spillway.worker;

import static dev.spillway.test.Awaiting.until;
import static dev.spillway.worker.Installation.pool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.state.PoolSnapshot;
import dev.spillway.test.RealRedis;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Servers that get ready and die at once, under two workers that don't hear of each other. */
@ExtendWith(RealRedis.class)
class CrashLoopTest {
  @TempDir Path directory;
  private Installation installation;

  @AfterEach
  void close() {
    installation.close();
  }

  @Test
  void theyAreReplacedEverMoreSlowly(RealRedis.Server redis) {
    installation =
        new Installation(
            redis.url(), directory, pool(directory).replicas(1, 2).env("CRASHES", "yes").build());
    installation.isolatedWorker("one");
    installation.isolatedWorker("other");

    until("the wait grows beyond a second", () -> waitMillis() > 1000);

    // The first death costs no wait, the second 1 s, the third 2 s.
    assertThat(installation.starts()).hasSize(3);
    assertThat(installation.exchange(1).lastFailure())
        .startsWith("3 servers in a row died soon after they got ready, the last: ");
    until("another one is tried all the same", () -> installation.starts().size() == 4);
  }

  private long waitMillis() {
    PoolSnapshot now = installation.snapshot();
    return now.retryAt() - now.now();
  }
}
