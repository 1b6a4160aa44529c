package dev.spillway.worker.runtime.docker;

import com.github.dockerjava.api.exception.DockerException;
import dev.spillway.worker.runtime.ServerRuntimeException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** Makes of what docker-java throws a message that says what to do. */
final class DockerFailure {
  private DockerFailure() {}

  /** The failure of a call at this daemon; what it was to do is said in a few words. */
  static ServerRuntimeException of(String host, String what, Throwable cause) {
    if (cause instanceof ServerRuntimeException known) {
      return known;
    }
    if (cause instanceof DockerException answer) {
      return new ServerRuntimeException(
          what + " failed: docker says " + answer.getHttpStatus() + ": " + said(answer), cause);
    }
    return new ServerRuntimeException(
        "%s failed: docker daemon at %s can't be reached: %s".formatted(what, host, why(cause)),
        cause);
  }

  /** The daemon's own words: docker-java puts the status before them. */
  static String said(DockerException answer) {
    String message = String.valueOf(answer.getMessage()).strip();
    return message
        .replaceFirst("^Status \\d+: ", "")
        .replaceFirst("^\\{\"message\":\"(.*)\"}$", "$1")
        .replace("\\\"", "\"")
        .replace("\\n", " ");
  }

  private static String why(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String text = String.valueOf(root.getMessage()).toLowerCase(Locale.ROOT);
    if (root instanceof NoSuchFileException || text.contains("no such file")) {
      return "the socket does not exist; install and start Docker, set docker.host (DOCKER_HOST) to"
          + " its address, or choose runtime: process, which needs no Docker";
    }
    if (root instanceof AccessDeniedException || text.contains("permission denied")) {
      return "permission denied; let this user into the socket's group (usually: usermod -aG docker"
          + " USER, then log in again), or choose runtime: process";
    }
    if (text.contains("connection refused")) {
      return "nobody listens there; start Docker (usually: systemctl start docker)";
    }
    return root.toString();
  }
}
