package dev.spillway.launcher.up;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Cleans up after runs that were killed. */
final class Leftovers {
  private static final long REDIS_STOP_SECONDS = 5;

  private final RunDirectory runs;
  private final ServerCleanup servers;

  Leftovers(RunDirectory runs, ServerCleanup servers) {
    this.runs = runs;
    this.servers = servers;
  }

  /**
   * Removes what dead runs left behind, and says in a line per run what that was. What can't be
   * removed at the moment is tried again the next time.
   */
  List<String> clean() throws IOException, InterruptedException {
    List<String> said = new ArrayList<>();
    for (RunRecord run : runs.dead()) {
      Optional<FileChannel> claim = runs.claim(run);
      if (claim.isPresent()) {
        try {
          said.add(clean(run));
        } finally {
          claim.get().close();
        }
      }
    }
    return said;
  }

  private String clean(RunRecord run) throws InterruptedException {
    String whose =
        "the run %s (pid %d), which ended without cleaning up"
            .formatted(run.instance(), run.process().pid());
    List<String> removed = new ArrayList<>();
    try {
      int ended = run.ownsServers() ? servers.stopAll(run) : 0;
      if (ended > 0) {
        removed.add(ended + (ended == 1 ? " server" : " servers"));
      }
      Optional<ProcessHandle> redis = run.redis().flatMap(ProcessIdentity::find);
      if (redis.isPresent()) {
        end(redis.get());
        removed.add("its Redis (pid " + redis.get().pid() + ")");
      }
      for (Path directory : run.directories()) {
        Directories.delete(directory);
      }
      runs.delete(run);
    } catch (IOException | RuntimeException e) {
      return "could not clean up after %s, and will try again next time: %s"
          .formatted(whose, e.getMessage());
    }
    removed.add("its files");
    return "cleaned up after %s: %s".formatted(whose, String.join(", ", removed));
  }

  private static void end(ProcessHandle process) throws InterruptedException {
    process.destroy();
    if (!exited(process)) {
      process.destroyForcibly();
      exited(process);
    }
  }

  private static boolean exited(ProcessHandle process) throws InterruptedException {
    CompletableFuture<ProcessHandle> exit = process.onExit();
    try {
      exit.get(REDIS_STOP_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return !process.isAlive();
    }
  }
}
