package dev.spillway.worker.runtime;

/**
 * A server ended.
 *
 * @param pool its pool's name
 * @param server its own
 * @param reason why, in a few words, such as {@code exit code 137}
 */
public record ServerExit(String pool, String server, String reason) {}
