package dev.spillway.lb.balance;

/** A server as tests set it. */
final class TestServer extends Candidate {
  final long ordinal;
  int load;
  int permits;

  TestServer(long ordinal, int permits) {
    this.ordinal = ordinal;
    this.permits = permits;
  }

  @Override
  protected long ordinal() {
    return ordinal;
  }

  @Override
  protected int load() {
    return load;
  }

  @Override
  protected boolean hasRoom() {
    return load < permits;
  }

  @Override
  public String toString() {
    return "server " + ordinal + " with load " + load + " of " + permits;
  }
}
