package dev.spillway.config;

import java.util.List;

/** A value as it was written, before anyone knows whether it is right. */
sealed interface Value {

  Origin origin();

  /** A single piece of text. */
  record Single(Origin origin, String text) implements Value {}

  /** A list, each item with the place it stands at. */
  record Items(Origin origin, List<Single> items) implements Value {}

  /** A key without a value. */
  record Nothing(Origin origin) implements Value {}
}
