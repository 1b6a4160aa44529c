package dev.spillway.worker.runtime.docker;

import com.github.dockerjava.api.model.Container;
import java.util.Map;
import java.util.Optional;

/**
 * A container has ended.
 *
 * @param id its id
 * @param labels its labels, among them ours
 * @param exitCode its exit code, if whoever noticed the end knows it
 */
record ContainerEnd(String id, Map<String, String> labels, Optional<String> exitCode) {

  /** The end of a container found in a listing, which doesn't tell the exit code. */
  static ContainerEnd of(Container container) {
    return new ContainerEnd(container.getId(), container.getLabels(), Optional.empty());
  }
}
