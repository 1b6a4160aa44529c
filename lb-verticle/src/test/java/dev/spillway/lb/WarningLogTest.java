package dev.spillway.lb;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WarningLogTest {
  private final Logger logger = new LoggerContext().getLogger("test");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final AtomicLong now = new AtomicLong(5_000);
  private final WarningLog log = new WarningLog(logger, now::get);

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
  }

  private List<String> said() {
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void firstIsSaidWithItsCause() {
    log.answered("web", 502, "server a is away");

    assertThat(said())
        .containsExactly(
            "event=answered-for-server pool=web status=502 suppressed=0"
                + " cause=\"server a is away\"");
  }

  @Test
  void moreOfTheSameWithinASecondAreCounted() {
    log.answered("web", 502, "1");
    log.answered("web", 502, "2");
    log.answered("web", 502, "3");
    log.answered("web", 503, "another status");
    log.answered("api", 502, "another pool");
    now.addAndGet(1_000);
    log.answered("web", 502, "4");

    assertThat(said()).hasSize(4);
    assertThat(said().get(3)).contains("suppressed=2", "cause=\"4\"");
  }
}
