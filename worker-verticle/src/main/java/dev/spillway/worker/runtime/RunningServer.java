package dev.spillway.worker.runtime;

/**
 * A server that runs.
 *
 * @param pool its pool's name
 * @param name its own
 * @param url where it answers, such as {@code http://172.17.0.2:5000}
 */
public record RunningServer(String pool, String name, String url) {}
