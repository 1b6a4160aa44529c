package dev.spillway.lb.forward;

/** The client closed its connection before it had its answer. */
public final class ClientGone extends Exception {
  private static final long serialVersionUID = 1L;

  ClientGone() {
    super("the client closed its connection", null, false, false);
  }
}
