package dev.spillway.experiments.lab;

/**
 * A request to be sent.
 *
 * @param uri path and query
 * @param atMillis when, after the first of its load; at least 0
 * @param serviceMillis how long its server takes to answer it, once it has it
 */
public record Shot(String uri, long atMillis, long serviceMillis) {}
