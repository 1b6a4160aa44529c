package dev.spillway.lb.admission;

/** A permit in use. Whether it was released is guarded by the pool's lock, which release takes. */
final class HeldPermit implements Admission.Permit {
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
    admission.release(this, false);
  }

  @Override
  public void releaseUnreachable() {
    admission.release(this, true);
  }

  @Override
  public String toString() {
    return "permit of " + server.name;
  }
}
