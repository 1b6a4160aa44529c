package dev.spillway.worker.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Frame;
import dev.spillway.worker.runtime.LastLines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Reads the last lines of a container's log. */
final class ContainerLog {
  private static final long TIMEOUT_SECONDS = 5;

  private ContainerLog() {}

  /** The last lines; empty where there are none, or the daemon's log driver can't be read. */
  static String lastLines(DockerClient docker, String container) throws InterruptedException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try (Collect collect = new Collect(output)) {
      docker
          .logContainerCmd(container)
          .withStdOut(true)
          .withStdErr(true)
          .withTail(LastLines.LINES)
          .exec(collect);
      collect.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (DockerException | IOException e) {
      return "";
    }
    synchronized (output) {
      return LastLines.of(output.toString(StandardCharsets.UTF_8));
    }
  }

  private static final class Collect extends QuietCallback<Frame> {
    private final ByteArrayOutputStream output;

    Collect(ByteArrayOutputStream output) {
      this.output = output;
    }

    @Override
    public void onNext(Frame frame) {
      synchronized (output) {
        output.writeBytes(frame.getPayload());
      }
    }
  }
}
