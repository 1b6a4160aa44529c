package dev.spillway.chaos;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One process of a server, as it told of itself. Times are nanoseconds of the machine's monotonic
 * clock.
 */
final class ServerLife {
  /** An end that hasn't come. */
  static final long NEVER = Long.MAX_VALUE;

  private final String name;
  private final long pid;
  private final long began;
  private final Map<String, Execution> open = new LinkedHashMap<>();
  private final List<Execution> executions = new ArrayList<>();
  private long terminated = NEVER;
  private long ended = NEVER;

  /** A request on this server; one cut by the server's end never ends. */
  static final class Execution {
    final String request;
    final ServerLife server;
    final long began;
    private volatile long ended = NEVER;

    Execution(String request, ServerLife server, long began) {
      this.request = request;
      this.server = server;
      this.began = began;
    }

    long ended() {
      return ended;
    }

    boolean complete() {
      return ended != NEVER;
    }
  }

  ServerLife(String name, long pid, long began) {
    this.name = name;
    this.pid = pid;
    this.began = began;
  }

  String name() {
    return name;
  }

  /** As the process itself sees it; 1 in a container. */
  long pid() {
    return pid;
  }

  long began() {
    return began;
  }

  synchronized Execution begin(String request, long at) {
    Execution execution = new Execution(request, this, at);
    open.put(request, execution);
    executions.add(execution);
    return execution;
  }

  synchronized void end(String request, long at) {
    open.remove(request).ended = at;
  }

  synchronized void terminated(long at) {
    terminated = at;
  }

  synchronized void ended(long at) {
    ended = at;
  }

  /** When it was asked to end. */
  synchronized long terminated() {
    return terminated;
  }

  synchronized long ended() {
    return ended;
  }

  /** Whether it ended, and nobody had asked it to. */
  synchronized boolean killed() {
    return ended != NEVER && terminated == NEVER;
  }

  synchronized boolean alive() {
    return ended == NEVER;
  }

  /** How many requests it is at, or was cut at. */
  synchronized int inFlight() {
    return open.size();
  }

  synchronized Collection<Execution> executions() {
    return List.copyOf(executions);
  }
}
