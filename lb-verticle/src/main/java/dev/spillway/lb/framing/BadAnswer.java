package dev.spillway.lb.framing;

/** What a server sent is not to be passed on. Carries no stack trace: the defect is not ours. */
public final class BadAnswer extends Exception {
  private static final long serialVersionUID = 1L;

  BadAnswer(MessageFault fault) {
    super("found " + fault.text(), null, false, false);
  }
}
