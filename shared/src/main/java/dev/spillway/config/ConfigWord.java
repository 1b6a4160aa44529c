package dev.spillway.config;

/** An enum constant that is written otherwise than its name in kebab case. */
interface ConfigWord {
  /** As it is written in a configuration. */
  String word();
}
