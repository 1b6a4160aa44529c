package dev.spillway.lb.publish;

/** Which server is meant. */
record ServerKey(String pool, String server) {}
