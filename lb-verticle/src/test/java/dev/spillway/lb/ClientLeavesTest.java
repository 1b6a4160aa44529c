package dev.spillway.lb;

import static dev.spillway.test.Awaiting.await;
import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.spillway.test.RealRedis;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** A client that leaves, at whatever moment, leaves nothing behind. */
@ExtendWith(RealRedis.class)
@SuppressWarnings("StringConcatToTextBlock") // lines end with CRLF here
class ClientLeavesTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

  private final List<AutoCloseable> opened = new ArrayList<>();
  private TestGateway gateway;

  private <T extends AutoCloseable> T open(T resource) {
    opened.add(0, resource);
    return resource;
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable resource : opened) {
      resource.close();
    }
  }

  private void gateway(RealRedis.Server redis, String settings, String... urls) {
    gateway = open(TestGateway.start(redis, "", settings, urls));
  }

  @Test
  void leavingTheQueueFreesThePlace(RealRedis.Server redis) {
    gateway(redis, "");
    RawClient client = gateway.connect().send(GET);
    until("it waits", () -> gateway.waiting() == 1);

    client.close();

    until("its place is free", () -> gateway.waiting() == 0);
  }

  @Test
  void leavingTheQueueWithABodyNotYetReadFreesThePlace(RealRedis.Server redis) {
    gateway(redis, "");
    RawClient client =
        gateway.connect().send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nabc");
    until("it waits", () -> gateway.waiting() == 1);

    client.close();

    until("its place is free", () -> gateway.waiting() == 0);
  }

  @Test
  void leavingBeforeTheAnswerFreesThePermitAndClosesTheServersConnection(RealRedis.Server redis) {
    RawServer mute = open(new RawServer(RawServer.Connection::untilClosed));
    gateway(redis, "", mute.url());
    RawClient client = gateway.connect().send(GET);
    until("the server has it", () -> mute.open() == 1);

    client.close();

    until("the permit is free", () -> gateway.inFlight() == 0);
    until("the server's connection is closed", () -> mute.open() == 0);
  }

  @Test
  void leavingInTheMiddleOfTheUploadEndsItAtTheServer(RealRedis.Server redis) {
    RawServer mute = open(new RawServer(RawServer.Connection::untilClosed));
    gateway(redis, "", mute.url());
    RawClient client =
        gateway.connect().send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nabc");
    until("the server has it", () -> mute.open() == 1);

    client.close();

    until("the permit is free", () -> gateway.inFlight() == 0);
    until("the server's connection is closed", () -> mute.open() == 0);
  }

  @Test
  void leavingInTheMiddleOfTheAnswerEndsItAtTheServer(RealRedis.Server redis) {
    RawServer endless =
        open(
            new RawServer(
                connection -> {
                  connection.head();
                  connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                  while (true) {
                    connection.send("4\r\nmore\r\n");
                  }
                }));
    gateway(redis, "", endless.url());
    RawClient client = gateway.connect().send(GET);
    client.upTo("more");

    client.close();

    until("the permit is free", () -> gateway.inFlight() == 0);
    until("the server's connection is closed", () -> endless.open() == 0);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.spillway.test.Seeds#ten")
  void nothingIsLeftAfterClientsAndServersLeftAtAnyMoment(long seed, RealRedis.Server redis)
      throws Exception {
    Leaks leaks = open(new Leaks());
    UnsteadyServers servers = open(new UnsteadyServers(3, seed));
    // A full backlog: connecting takes until the client leaves or the time is over.
    ServerSocket deaf = open(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    for (int i = 0; i < 2; i++) {
      open(new Socket(deaf.getInetAddress(), deaf.getLocalPort()));
    }
    RawServer closing = open(new RawServer(connection -> {}));
    List<String> urls = new ArrayList<>(List.of(servers.urls()));
    urls.add("http://127.0.0.1:" + deaf.getLocalPort());
    urls.add(closing.url());
    urls.add("http://127.0.0.1:1"); // refuses
    gateway =
        open(
            TestGateway.start(
                redis,
                "timeouts: { head: 300ms, body: 200ms }",
                "max-requests: 3, queue: { max-length: 10, timeout: 1s }, faults: { failures: 0 },"
                    + " timeouts: { connect: 30ms, response: 200ms, idle: 200ms }",
                urls.toArray(String[]::new)));
    Queue<Throwable> escaped = new ConcurrentLinkedQueue<>();
    gateway.vertx.exceptionHandler(escaped::add);
    UnsteadyClients clients = new UnsteadyClients(gateway, seed);

    await(clients.run(1_000, 24));

    gateway.untilQuiet();
    until("no client connection is open", () -> gateway.openConnections() == 0);
    until("no request is left at a server", () -> servers.inFlight.get() == 0);
    assertThat(clients.answered.get()).as("answered whole").isPositive();
    assertThat(clients.unexpected).isEmpty();
    await(gateway.gateway.shutdown());
    until("no connection is left at a server", () -> servers.connections.get() == 0);
    leaks.assertNone();
    assertThat(escaped).isEmpty();
  }

  @Test
  @SuppressWarnings("UnusedVariable") // it is lost on purpose
  void aLostBufferWouldBeSeen() {
    try (Leaks leaks = new Leaks()) {
      for (int i = 0; i < 100; i++) {
        ByteBuf lost = ByteBufAllocator.DEFAULT.buffer(64);
      }
      until("it is heard of", leaks::someHeard);
    }
  }

  /** Hears of every buffer that was collected without having been released. */
  private static final class Leaks implements AutoCloseable {
    private final ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
    private final Logger logger = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
    private final ListAppender<ILoggingEvent> heard = new ListAppender<>();

    Leaks() {
      ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
      heard.start();
      logger.addAppender(heard);
    }

    /** A leak is told of when another buffer is made after the lost one was collected. */
    private boolean someHeard() {
      System.gc();
      for (int i = 0; i < 20; i++) {
        ByteBufAllocator.DEFAULT.buffer(64).release();
      }
      return !heard.list.isEmpty();
    }

    void assertNone() {
      for (int i = 0; i < 5; i++) {
        if (someHeard()) {
          break;
        }
      }
      assertThat(heard.list).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
    }

    @Override
    public void close() {
      logger.detachAppender(heard);
      ResourceLeakDetector.setLevel(level);
    }
  }

  /** Servers that answer at random: at once or late, whole or not, short or long, or not at all. */
  private static final class UnsteadyServers implements AutoCloseable {
    final AtomicInteger inFlight = new AtomicInteger();
    final AtomicInteger connections = new AtomicInteger();
    private final Vertx vertx = Vertx.vertx();
    private final SplittableRandom random;
    private final List<HttpServer> servers = new ArrayList<>();

    UnsteadyServers(int count, long seed) {
      random = new SplittableRandom(seed);
      for (int i = 0; i < count; i++) {
        servers.add(
            await(
                vertx
                    .createHttpServer()
                    .connectionHandler(this::connected)
                    .requestHandler(this::handle)
                    .listen(0, "127.0.0.1")));
      }
    }

    private void connected(HttpConnection connection) {
      connections.incrementAndGet();
      connection.closeHandler(v -> connections.decrementAndGet());
    }

    String[] urls() {
      return servers.stream()
          .map(server -> "http://127.0.0.1:" + server.actualPort())
          .toArray(String[]::new);
    }

    private synchronized int draw(int bound) {
      return random.nextInt(bound);
    }

    private void handle(HttpServerRequest request) {
      inFlight.incrementAndGet();
      HttpServerResponse response = request.response();
      AtomicInteger once = new AtomicInteger(1);
      Runnable left =
          () -> {
            if (once.getAndSet(0) == 1) {
              inFlight.decrementAndGet();
            }
          };
      response.closeHandler(v -> left.run());
      response.endHandler(v -> left.run());
      int delay = draw(3) == 0 ? 1 + draw(15) : 0;
      if (delay == 0) {
        answer(request, response);
      } else {
        vertx.setTimer(delay, id -> answer(request, response));
      }
    }

    private void answer(HttpServerRequest request, HttpServerResponse response) {
      if (response.closed()) {
        return;
      }
      switch (draw(12)) {
        case 0 -> request.connection().close();
        case 1 -> {
          response.setChunked(true).write("some");
          vertx.setTimer(1 + draw(5), id -> request.connection().close());
        }
        case 2 -> {} // never answers
        case 3, 4 -> {
          response.setChunked(true).write("some");
          vertx.setTimer(
              1 + draw(10),
              id -> {
                if (!response.closed()) {
                  response.end("rest");
                }
              });
        }
        case 5 -> response.end(Buffer.buffer(new byte[300_000]));
        default -> response.end("whole");
      }
    }

    @Override
    public void close() {
      await(vertx.close());
    }
  }

  /** Clients that send at random and leave at random. */
  private static final class UnsteadyClients {
    final AtomicInteger answered = new AtomicInteger();
    final List<String> unexpected = new ArrayList<>();
    private final TestGateway gateway;
    private final SplittableRandom random;
    private final NetClient client;
    private int left;

    UnsteadyClients(TestGateway gateway, long seed) {
      this.gateway = gateway;
      this.random = new SplittableRandom(~seed);
      this.client = gateway.vertx.createNetClient();
    }

    Future<Void> run(int rounds, int atOnce) {
      left = rounds;
      List<Future<Void>> lanes = new ArrayList<>();
      for (int i = 0; i < atOnce; i++) {
        lanes.add(next());
      }
      return Future.join(lanes).mapEmpty();
    }

    private synchronized int draw(int bound) {
      return random.nextInt(bound);
    }

    private synchronized boolean more() {
      return left-- > 0;
    }

    private Future<Void> next() {
      return more() ? round().compose(v -> next()) : Future.succeededFuture();
    }

    private Future<Void> round() {
      return client.connect(gateway.port(), "127.0.0.1").compose(this::talk);
    }

    private Future<Void> talk(NetSocket socket) {
      Promise<Void> over = Promise.promise();
      Buffer received = Buffer.buffer();
      boolean stays = draw(2) == 0;
      socket.closeHandler(v -> over.tryComplete());
      socket.exceptionHandler(cause -> {});
      socket.handler(
          part -> {
            received.appendBuffer(part);
            if (complete(received)) {
              check(received);
              socket.close();
            } else if (!stays && draw(3) == 0) {
              socket.close();
            }
          });
      int begun = draw(6);
      String request = request();
      socket.write(begun == 0 ? request.substring(0, draw(request.length())) : request);
      if (begun == 0 && draw(2) == 0) {
        socket.end(); // says that nothing more comes, in the middle of a request
      }
      if (!stays) {
        int patience = draw(12);
        if (patience == 0) {
          socket.close();
        } else {
          gateway.vertx.setTimer(patience, id -> socket.close());
        }
      }
      return over.future();
    }

    private String request() {
      return switch (draw(5)) {
        case 4 ->
            "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "400\r\n"
                + "x".repeat(0x400)
                + (draw(2) == 0 ? "\r\n0\r\n\r\n" : "");
        case 0 -> "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nabcde";
        case 1 ->
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n"
                + "x".repeat(draw(2) == 0 ? 200_000 : draw(200_000));
        default -> GET;
      };
    }

    private static boolean complete(Buffer received) {
      String text = received.toString("ISO-8859-1");
      int end = text.indexOf("\r\n\r\n");
      if (end < 0) {
        return false;
      }
      String head = text.substring(0, end).toLowerCase(java.util.Locale.ROOT);
      int length = head.indexOf("content-length: ");
      if (length < 0) {
        return text.endsWith("0\r\n\r\n");
      }
      int lineEnd = head.indexOf("\r\n", length);
      String digits = head.substring(length + 16, lineEnd < 0 ? head.length() : lineEnd);
      return text.length() == end + 4 + Integer.parseInt(digits);
    }

    private synchronized void check(Buffer received) {
      answered.incrementAndGet();
      String status = received.getString(9, 12);
      if (!List.of("200", "400", "408", "502", "503", "504").contains(status)) {
        unexpected.add(received.getString(0, Math.min(200, received.length())));
      }
    }
  }
}
