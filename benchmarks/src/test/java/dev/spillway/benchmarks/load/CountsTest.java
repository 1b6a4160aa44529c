package dev.spillway.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class CountsTest {
  private static final Counts BEFORE = new Counts(7, 1_000);

  @Test
  void someConnectionsAndOneInTwoHundredRequestsMayBeOpened() {
    Counts after = new Counts(7 + 64 + 50, 1_000 + 10_000);
    assertDoesNotThrow(() -> after.checkKept("proxy", BEFORE, 64));
  }

  @Test
  void whoOpensMoreIsNamedWithWhatItDid() {
    Counts after = new Counts(7 + 64 + 51, 1_000 + 10_000);
    IOException failure =
        assertThrows(IOException.class, () -> after.checkKept("proxy", BEFORE, 64));
    assertEquals(
        "proxy can't be compared: it opened 115 connections to the backend for 10000 requests",
        failure.getMessage());
  }
}
