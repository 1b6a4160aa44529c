package dev.spillway.lb.forward;

import dev.spillway.lb.framing.MessageFault;

/** The request is not to be passed on, and nothing more is read from its connection. */
public final class BadRequest extends Refusal {
  private static final long serialVersionUID = 1L;

  private final MessageFault fault;

  /** An answer that says what is wrong with the request. */
  public BadRequest(MessageFault fault) {
    super(fault.status(), fault.status() == 400 ? "found " + fault.text() : fault.text());
    this.fault = fault;
  }

  /** What is wrong with it. */
  public MessageFault fault() {
    return fault;
  }

  @Override
  boolean endsConnection() {
    return true;
  }
}
