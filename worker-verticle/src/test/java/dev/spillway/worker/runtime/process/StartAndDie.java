package dev.spillway.worker.runtime.process;

import static dev.spillway.test.Awaiting.await;

import dev.spillway.worker.runtime.Pools;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A worker that starts a server and is gone at once, as if killed. */
final class StartAndDie {
  private StartAndDie() {}

  public static void main(String[] arguments) {
    List<String> command = Arrays.asList(arguments).subList(3, arguments.length);
    ProcessRuntime runtime =
        await(ProcessRuntime.open(Vertx.vertx(), Path.of(arguments[0]), arguments[1]));
    await(runtime.start(Pools.ofCommand("web", command, Map.of()), arguments[2]));
    Runtime.getRuntime().halt(9);
  }
}
