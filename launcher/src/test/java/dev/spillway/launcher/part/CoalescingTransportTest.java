package dev.spillway.launcher.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.transport.Transport;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CoalescingTransportTest {
  private static final Buffer LARGE = Buffer.buffer("y".repeat(4_000));

  /** Enough reads of one octet for Netty to make room for the least. */
  private static final int MANY = 50;

  @Test
  void othersStayAsTheyAre() {
    assertThat(CoalescingTransport.of(Transport.NIO)).isSameAs(Transport.NIO);
    assertThat(CoalescingTransport.of(null)).isNull();
  }

  @Test
  void ioUringKeepsItsName() {
    assumeThat(Transport.IO_URING).isNotNull();

    assertThat(CoalescingTransport.of(Transport.IO_URING).name()).isEqualTo("io_uring");
  }

  @Test
  void requestsTimersAndOtherThreadsTasksAreServedWhileEachSmallTurnPauses() throws Exception {
    assumeThat(Transport.IO_URING).isNotNull().matches(Transport::available, "is available");
    AtomicLong clock = new AtomicLong();
    Transport busy =
        CoalescingTransport.of(
            Transport.IO_URING,
            // Both clocks run alike: as if the thread never waited.
            () -> new LoopUtilization(clock::get, () -> clock.getAndAdd(1_000)));
    Vertx vertx = Vertx.builder().withTransport(busy).build();
    try {
      HttpServer server =
          await(
              vertx
                  .createHttpServer()
                  .requestHandler(request -> request.response().end(request.uri()))
                  .listen(0, "127.0.0.1"));
      HttpClient client =
          vertx.createHttpClient(
              new HttpClientOptions()
                  .setDefaultHost("127.0.0.1")
                  .setDefaultPort(server.actualPort()));
      // Enough for the loops to be looked at many times, some alone and some at once.
      for (int round = 0; round < 1_000; round++) {
        String uri = "/" + round;
        List<Future<String>> answers =
            IntStream.range(0, 1 + round % 5).mapToObj(i -> answer(client, uri)).toList();
        assertThat(await(Future.all(answers)).<String>list()).containsOnly(uri);
      }
      Promise<String> timer = Promise.promise();
      vertx.setTimer(1, id -> timer.complete("fired"));
      assertThat(await(timer.future())).isEqualTo("fired");
    } finally {
      await(vertx.close());
    }
  }

  @Test
  void aMessageOfSomeKilobytesIsReadAtOnceHoweverSmallThoseBeforeItWere() throws Exception {
    assumeThat(Transport.IO_URING).isNotNull().matches(Transport::available, "is available");
    Vertx vertx = Vertx.builder().withTransport(CoalescingTransport.of(Transport.IO_URING)).build();
    Promise<Integer> readByServer = Promise.promise();
    Promise<Integer> readByClient = Promise.promise();
    try {
      NetServer server =
          await(
              vertx
                  .createNetServer()
                  .connectHandler(
                      socket ->
                          socket.handler(
                              read -> {
                                if (read.length() > 1) {
                                  readByServer.tryComplete(read.length());
                                }
                                socket.write(read.length() > 1 ? LARGE : read);
                              }))
                  .listen(0, "127.0.0.1"));
      NetSocket client = await(vertx.createNetClient().connect(server.actualPort(), "127.0.0.1"));
      AtomicInteger small = new AtomicInteger();
      client.handler(
          read -> {
            if (read.length() > 1) {
              readByClient.tryComplete(read.length());
            } else {
              client.write(small.incrementAndGet() < MANY ? read : LARGE);
            }
          });
      client.write(Buffer.buffer("x"));

      assertThat(await(readByServer.future())).isEqualTo(LARGE.length());
      assertThat(await(readByClient.future())).isEqualTo(LARGE.length());
    } finally {
      await(vertx.close());
    }
  }

  private static Future<String> answer(HttpClient client, String uri) {
    return client
        .request(HttpMethod.GET, uri)
        // Within one step, which is of the request's event loop: no answer comes in between.
        .compose(request -> request.send().compose(response -> response.body()))
        .map(Buffer::toString);
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
