package dev.spillway.worker;

import static dev.spillway.test.Awaiting.until;
import static dev.spillway.worker.Installation.pool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.state.ServerRecord;
import dev.spillway.test.RealRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
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
  void theyAreReplacedEverMoreSlowly(RealRedis.Server redis) throws IOException {
    Path readyWhen = Files.createFile(directory.resolve("ready"));
    installation =
        new Installation(
            redis.url(),
            directory,
            pool(directory).replicas(1, 2).env("READY_WHEN", readyWhen.toString()).build());
    installation.isolatedWorker("one");
    installation.isolatedWorker("other");

    String first = ready();
    String second = replacementOf(first, 0);
    assertThat(ready()).isEqualTo(second);
    String third = replacementOf(second, 1000);
    assertThat(ready()).isEqualTo(third);
    // One that got ready would end the reason that waiting requests are told.
    Files.delete(readyWhen);
    String fourth = replacementOf(third, 2000);

    until("the fourth is tried", () -> installation.starts().size() == 4);
    assertThat(installation.exchange(1).lastFailure())
        .startsWith("3 servers in a row died soon after they got ready, the last: ");
    assertThat(installation.starts())
        .extracting(start -> start.substring(0, start.lastIndexOf('.')))
        .containsExactly(first, second, third, fourth);
  }

  private String ready() {
    return installation.awaitReady(1).get(0).name();
  }

  /** Kills a server, and answers the one that is tried instead, after so long at the least. */
  private String replacementOf(String server, long waitMillis) {
    long killedAt = System.currentTimeMillis();
    installation.process(server).destroyForcibly();
    until("the death of " + server, () -> records().noneMatch(name -> name.equals(server)));
    until("another one in its place", () -> !installation.snapshot().servers().isEmpty());
    ServerRecord next = installation.snapshot().servers().get(0);
    assertThat(next.createdAt() - killedAt).isGreaterThanOrEqualTo(waitMillis);
    return next.name();
  }

  private Stream<String> records() {
    return installation.snapshot().servers().stream().map(ServerRecord::name);
  }
}
