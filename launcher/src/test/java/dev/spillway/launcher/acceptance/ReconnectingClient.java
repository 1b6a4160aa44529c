package dev.spillway.launcher.acceptance;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends one request after another over one connection. It connects again when the connection is
 * refused, when the last answer said {@code Connection: close}, and when it finds its connection
 * closed before it sends the first byte of a request. It never sends a request twice: one that gets
 * no whole answer is lost.
 */
final class ReconnectingClient implements Runnable {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final int port;
  private final int mostMillisBetween;
  private final AtomicInteger answered = new AtomicInteger();
  private final List<String> lost = new CopyOnWriteArrayList<>();
  private volatile boolean stopped;
  private int number;

  /** Waits for up to so many milliseconds between two requests. */
  ReconnectingClient(int port, int mostMillisBetween) {
    this.port = port;
    this.mostMillisBetween = mostMillisBetween;
  }

  int answered() {
    return answered.get();
  }

  List<String> lost() {
    return lost;
  }

  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    while (!stopped) {
      received.clear().flip();
      try (SocketChannel connection = connect()) {
        boolean open = connection != null;
        while (open && !stopped) {
          pause();
          open = !closed(connection) && exchange(connection);
        }
      } catch (IOException e) {
        lost.add("request " + number + ": " + e);
      }
    }
  }

  private void pause() {
    if (mostMillisBetween > 0) {
      LockSupport.parkNanos(
          TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextInt(mostMillisBetween)));
    }
  }

  /** Null if it was stopped meanwhile. */
  private SocketChannel connect() throws IOException {
    while (!stopped) {
      try {
        return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      } catch (ConnectException refused) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    return null;
  }

  private static boolean closed(SocketChannel connection) throws IOException {
    connection.configureBlocking(false);
    int read = connection.read(ByteBuffer.allocate(1));
    connection.configureBlocking(true);
    if (read > 0) {
      throw new IOException("a byte came that nobody asked for");
    }
    return read < 0;
  }

  /** False if there is to be no further one on this connection. */
  private boolean exchange(SocketChannel connection) throws IOException {
    String body = "request " + ++number;
    String request =
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s".formatted(body.length(), body);
    connection.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) next(connection));
    }
    String text = head.toString().toLowerCase(java.util.Locale.ROOT);
    StringBuilder answer = new StringBuilder();
    int length = length(text);
    while (answer.length() < length) {
      answer.append((char) next(connection));
    }
    if (!text.startsWith("http/1.1 200") || !answer.toString().equals(body)) {
      throw new IOException("answered " + head + answer);
    }
    answered.incrementAndGet();
    return !text.contains("connection: close");
  }

  private static int length(String head) {
    String name = "\r\ncontent-length: ";
    int start = head.indexOf(name) + name.length();
    return Integer.parseInt(head.substring(start, head.indexOf('\r', start)));
  }

  private final ByteBuffer received = ByteBuffer.allocate(8192).flip();

  private int next(SocketChannel connection) throws IOException {
    if (!received.hasRemaining()) {
      received.clear();
      int read = connection.read(received);
      received.flip();
      if (read < 0) {
        throw new EOFException("the connection ended before the whole answer");
      }
    }
    return received.get();
  }
}
