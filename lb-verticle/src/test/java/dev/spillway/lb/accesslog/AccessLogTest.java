package dev.spillway.lb.accesslog;

import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.config.AccessLogConfig;
import dev.spillway.config.AccessLogFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {
  @TempDir private Path directory;

  private AccessLog open(Path file) throws IOException {
    return AccessLog.open(
        new AccessLogConfig(AccessLogFormat.COMBINED, Optional.of(file.toString())));
  }

  private static AccessRecord request(int number) {
    return LineFormatTest.request("/" + number, null, null);
  }

  @Test
  void offItFollowsNoRequestAndHasNoThread() throws Exception {
    AccessLog log = AccessLog.open(new AccessLogConfig(AccessLogFormat.OFF, Optional.empty()));

    assertThat(log.begin()).isSameAs(RequestTrace.NONE);
    log.close();
  }

  @Test
  void whatWasLoggedIsInTheFileInItsOrderOnceItIsClosed() throws Exception {
    Path file = Files.writeString(directory.resolve("access.log"), "before\n");
    AccessLog log = open(file);
    for (int i = 0; i < 3000; i++) {
      log.log(request(i));
    }
    log.close();

    List<String> lines = Files.readAllLines(file);
    assertThat(log.dropped()).isZero();
    assertThat(lines).hasSize(3001).startsWith("before");
    assertThat(lines.get(3000)).contains("GET /2999 ");
    assertThat(lines.get(1)).contains("GET /0 ");
  }

  @Test
  void aFileThatIsMovedAwayIsMadeAnew() throws Exception {
    Path file = directory.resolve("access.log");
    Path moved = directory.resolve("access.log.1");
    AccessLog log = open(file);
    log.log(request(1));
    until("the first line is written", () -> size(file) > 0);

    Files.move(file, moved);
    until("the file is there again", () -> Files.exists(file));
    log.log(request(2));
    log.close();

    assertThat(Files.readString(moved)).contains("GET /1 ").doesNotContain("GET /2 ");
    assertThat(Files.readString(file)).contains("GET /2 ");
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }

  @Test
  void moreThanCanBeWrittenIsDroppedAndCountedAndNobodyWaits() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    List<String> written = Collections.synchronizedList(new ArrayList<>());
    AccessLog log = AccessLog.to(AccessLogFormat.COMBINED, sink(stuck, written), 16);

    int logged = 2000; // far more than one batch and the queue
    for (int i = 0; i < logged; i++) {
      log.log(request(i));
    }
    assertThat(log.dropped()).isPositive();
    stuck.countDown();
    log.close();

    assertThat(written.size() + log.dropped()).isEqualTo(logged);
  }

  private static LineSink sink(CountDownLatch stuck, List<String> written) {
    return new LineSink() {
      @Override
      public void write(byte[] lines, int length) throws IOException {
        try {
          stuck.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
        written.addAll(new String(lines, 0, length, StandardCharsets.UTF_8).lines().toList());
      }

      @Override
      public void look() {}

      @Override
      public void close() {}
    };
  }

  @Test
  void whatADiskRefusesCountsAsDroppedAndTheLogGoesOn() throws Exception {
    AtomicBoolean full = new AtomicBoolean(true);
    List<String> written = Collections.synchronizedList(new ArrayList<>());
    LineSink open = sink(new CountDownLatch(0), written);
    LineSink sink =
        new LineSink() {
          @Override
          public void write(byte[] lines, int length) throws IOException {
            if (full.get()) {
              throw new IOException("no space left on device");
            }
            open.write(lines, length);
          }

          @Override
          public void look() {}

          @Override
          public void close() {}
        };
    AccessLog log = AccessLog.to(AccessLogFormat.JSON, sink, 16);
    log.log(request(1));
    until("it is dropped", () -> log.dropped() == 1);

    full.set(false);
    log.log(request(2));
    log.close();

    assertThat(written).singleElement().asString().contains("/2");
  }

  @Test
  void aFileThatCannotBeOpenedIsToldWithTheReasonAndTheRemedy() {
    Path file = directory.resolve("missing/access.log");

    assertThatThrownBy(() -> open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("access-log.file");
  }
}
