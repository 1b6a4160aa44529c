package dev.spillway.lb.admission;

/** A permit in use. Whether it was released is guarded by the pool's lock, which release takes. */
final class HeldPermit implements Admission.Permit {
  /** What came of a permit's use. */
  enum Outcome {
    DONE,
    FAILED,
    UNREACHABLE
  }

  private final PoolAdmission admission;
  private final String url;
  final ServerPermits server;
  boolean released;

  /** Under the pool's lock. */
  HeldPermit(PoolAdmission admission, ServerPermits server) {
    this.admission = admission;
    this.server = server;
    this.url = server.url;
  }

  @Override
  public String server() {
    return server.name;
  }

  @Override
  public String url() {
    return url;
  }

  @Override
  public void release() {
    admission.release(this, Outcome.DONE);
  }

  @Override
  public boolean releaseFailed() {
    return admission.release(this, Outcome.FAILED);
  }

  @Override
  public void releaseUnreachable() {
    admission.release(this, Outcome.UNREACHABLE);
  }

  @Override
  public String toString() {
    return "permit of " + server.name;
  }
}
