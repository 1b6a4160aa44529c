package dev.spillway.benchmarks.peer;

import java.io.IOException;

/** A proxy that can be started in front of a backend, with one thread that serves requests. */
public interface Peer {

  /** Its name in tables. */
  String name();

  /** Whether it gets faster under load, as what a JVM runs does. */
  boolean warmsUp();

  /** Starts it on the processor for proxies; returns when it serves requests. */
  Running start(Bench bench) throws IOException, InterruptedException;

  /**
   * One that runs.
   *
   * @param peer what runs
   * @param port where it takes requests
   */
  record Running(Peer peer, Subprocess process, int port) implements AutoCloseable {
    /** The peer's name. */
    public String name() {
      return peer.name();
    }

    /** Asks it to end; {@link #close()} waits for that. */
    public void end() {
      process.end();
    }

    @Override
    public void close() {
      process.close();
    }
  }
}
