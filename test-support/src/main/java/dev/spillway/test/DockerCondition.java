package dev.spillway.test;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Asks the Docker daemon once per JVM whether it is there. */
final class DockerCondition implements ExecutionCondition {
  static final String SKIPPED = "no Docker daemon answers at ";
  private static final Path SOCKET = Path.of("/var/run/docker.sock");
  private static final byte[] PING =
      "GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (Answer.DOCKER_ANSWERS) {
      return ConditionEvaluationResult.enabled("a Docker daemon answers at " + SOCKET);
    }
    if ("required".equals(System.getenv("SPILLWAY_TEST_DOCKER"))) {
      throw new AssertionError(SKIPPED + SOCKET + ", and SPILLWAY_TEST_DOCKER=required");
    }
    return ConditionEvaluationResult.disabled(SKIPPED + SOCKET);
  }

  private static final class Answer {
    static final boolean DOCKER_ANSWERS = ask();

    private static boolean ask() {
      try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(SOCKET))) {
        channel.write(ByteBuffer.wrap(PING));
        ByteBuffer reply = ByteBuffer.allocate(512);
        while (reply.hasRemaining() && channel.read(reply) >= 0) {
          if (new String(reply.array(), 0, reply.position(), StandardCharsets.US_ASCII)
              .contains(" 200 OK")) {
            return true;
          }
        }
        return false;
      } catch (IOException e) {
        return false;
      }
    }
  }
}
