package dev.spillway.worker.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.exception.NotFoundException;
import dev.spillway.worker.runtime.ServerRuntimeException;
import java.io.IOException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

final class DockerFailureTest {
  private static final String HOST = "unix:///var/run/docker.sock";

  @Test
  void missingPermissionSaysHowToGetIt() {
    assertThat(messageOf(new RuntimeException(new SocketException("Permission denied"))))
        .contains(HOST)
        .contains("usermod -aG docker");
  }

  @Test
  void missingSocketSaysThatProcessesNeedNone() {
    assertThat(messageOf(new RuntimeException(new SocketException("No such file or directory"))))
        .contains("does not exist")
        .contains("runtime: process");
  }

  @Test
  void daemonThatDoesNotListenIsToBeStarted() {
    assertThat(messageOf(new IOException("Connection refused"))).contains("start Docker");
  }

  @Test
  void whatTheDaemonSaysIsPassedOnWithoutItsWrapping() {
    assertThat(messageOf(new NotFoundException("{\"message\":\"network \\\"x\\\" not found\"}\n")))
        .isEqualTo("starting failed: docker says 404: network \"x\" not found");
  }

  @Test
  void failureThatIsUnderstoodAlreadyIsKept() {
    ServerRuntimeException known = new ServerRuntimeException("known");

    assertThat(DockerFailure.of(HOST, "starting", known)).isSameAs(known);
  }

  private static String messageOf(Throwable cause) {
    return DockerFailure.of(HOST, "starting", cause).getMessage();
  }
}
