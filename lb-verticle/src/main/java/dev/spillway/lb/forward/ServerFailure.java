package dev.spillway.lb.forward;

/** The server is to blame: it gave no valid answer, no whole one, or none in time. */
public class ServerFailure extends Refusal {
  private static final long serialVersionUID = 1L;

  ServerFailure(int status, String reason) {
    super(status, reason);
  }
}
