package dev.spillway.config;

import java.util.Optional;

/** Text that isn't a value of the kind asked for. */
final class BadValue extends Exception {

  private final transient Optional<String> nearest;

  BadValue(String message) {
    this(message, Optional.empty());
  }

  BadValue(String message, Optional<String> nearest) {
    super(message);
    this.nearest = nearest;
  }

  /** The known word that was probably meant. */
  Optional<String> nearest() {
    return nearest;
  }
}
