package dev.spillway.lb.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.lb.admission.Admission.Decision;
import dev.spillway.lb.admission.Admission.Decision.Granted;
import dev.spillway.lb.admission.Admission.Decision.Refused;
import dev.spillway.lb.admission.Admission.Permit;
import dev.spillway.test.Awaiting;
import java.util.concurrent.CompletableFuture;

/** A request at a gate, and what it was told. */
final class TestRequest {
  private final CompletableFuture<Decision> told = new CompletableFuture<>();

  static TestRequest enter(PoolGate gate) {
    TestRequest request = new TestRequest();
    gate.admission().enter(request.told::complete);
    return request;
  }

  boolean waits() {
    return !told.isDone();
  }

  Permit permit() {
    Decision decision = decision();
    assertThat(decision).isInstanceOf(Granted.class);
    return ((Granted) decision).permit();
  }

  Refused refusal() {
    Decision decision = decision();
    assertThat(decision).isInstanceOf(Refused.class);
    return (Refused) decision;
  }

  private Decision decision() {
    Awaiting.until("the request is told what becomes of it", told::isDone);
    return told.join();
  }
}
