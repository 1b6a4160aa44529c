package dev.spillway.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.events.PoolChanged;
import dev.spillway.events.ServerChanged;
import dev.spillway.state.ServerState;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EventTextTest {
  private final EventText text = new EventText(ZoneOffset.UTC);

  @Test
  void aServersChangeSaysWhereAndHowLongItTookAndWhy() {
    ServerChanged event =
        new ServerChanged(
            "web", 3_723_004, "web-1", "http://10.0.0.1:80", ServerState.READY, "healthy", 620);

    assertThat(text.server(event))
        .isEqualTo(
            "01:02:03.004  web  server web-1 ready at http://10.0.0.1:80 after 620 ms: healthy");
  }

  @Test
  void whatAServerWroteCanNeitherForgeALineNorMoveTheCursor() {
    ServerChanged event =
        new ServerChanged("web", 0, "web-1", "", ServerState.FAILED, "a\r\nb\u001b[2Jc\n", 0);

    assertThat(text.server(event)).endsWith("server web-1 failed: a | b?[2Jc").hasLineCount(1);
  }

  @ParameterizedTest
  @EnumSource(PoolChanged.Kind.class)
  void everyKindOfPoolEventIsALineWithItsDetail(PoolChanged.Kind kind) {
    assertThat(text.pool(new PoolChanged("web", 0, "lb-1", kind, 7, "detail")))
        .startsWith("00:00:00.000  web  ")
        .endsWith(": detail")
        .hasLineCount(1);
  }

  @Test
  void requestsServedAreSummedUpByClassOfStatus() {
    ServedTotals totals = new ServedTotals();
    totals.add(ServedTotalsTest.event("lb-1", "web-1", 2, 5_000_000, 1_000_000));

    assertThat(text.served(0, "web", totals))
        .isEqualTo(
            "00:00:00.000  web  served 2 (2xx 2), mean 3.00 s, 99% within 5.00 s, 2 in flight");
  }

  @ParameterizedTest
  @CsvSource({"0,0 µs", "999,999 µs", "1000,1 ms", "999999,999 ms", "5030000,5.03 s"})
  void durationsAreShownInTheUnitThatAPersonWouldTake(long micros, String shown) {
    assertThat(EventText.duration(micros)).isEqualTo(shown);
  }
}
