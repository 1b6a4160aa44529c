package dev.spillway.benchmarks.load;

import dev.spillway.benchmarks.peer.Backend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.HdrHistogram.Histogram;

/**
 * Requests at a fixed rate, whatever the answers take. A latency counts from the moment at which a
 * request was due, not from that at which a connection was free for it, so that a stall is seen by
 * all the requests that fell into it (no coordinated omission). One thread, requests whose answers
 * have a Content-Length, or are chunked and hold nothing that looks like their last chunk.
 */
final class OpenLoop implements Pace.Clients {
  /** Of a chunked body. */
  private static final String END = "0\r\n\r\n";

  private static final int READ_AND_WRITE = SelectionKey.OP_READ | SelectionKey.OP_WRITE;

  private final Selector selector;
  private final InetSocketAddress address;
  private final byte[] request;
  private final Histogram latencies = new Histogram(Pace.LONGEST_MICROS, 3);
  private final ArrayDeque<Connection> free = new ArrayDeque<>();
  private long unanswered;

  private OpenLoop(InetSocketAddress address, String path) throws IOException {
    this.selector = Selector.open();
    this.address = address;
    this.request = request(path, address.getPort(), Backend.uploaded(path));
  }

  private static byte[] request(String path, int port, int upload) {
    String host = " %s HTTP/1.1\r\nHost: localhost:%d\r\n".formatted(path, port);
    String head =
        upload == 0
            ? "GET" + host + "\r\n"
            : "POST" + host + "Content-Length: " + upload + "\r\n\r\n";
    byte[] octets = head.getBytes(StandardCharsets.US_ASCII);
    return Arrays.copyOf(octets, octets.length + upload);
  }

  /** Runs, in this thread. */
  static FixedRate.Outcome run(FixedLoad load) throws IOException {
    OpenLoop loop =
        new OpenLoop(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), load.port()), load.path());
    // The first part warms the connections up and is not counted.
    int warmUp = Math.max(1, load.seconds() / 4);
    Pace pace =
        loop.run(load.rate(), warmUp, Math.max(1, load.seconds() - warmUp), load.connections());
    return FixedRate.Outcome.of(loop.latencies, pace);
  }

  private Pace run(double rate, int warmUp, int seconds, int connections) throws IOException {
    try (selector) {
      for (int i = 0; i < connections; i++) {
        free.add(new Connection());
      }
      new Pace(rate, warmUp).run(this);
      latencies.reset();
      Pace pace = new Pace(rate, seconds);
      pace.run(this);
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      return pace;
    }
  }

  @Override
  public boolean hasFree() {
    return !free.isEmpty();
  }

  @Override
  public boolean unanswered() {
    return unanswered > 0;
  }

  @Override
  public void send(long dueAt) throws IOException {
    free.poll().send(dueAt);
  }

  @Override
  public boolean turn() throws IOException {
    return selector.selectNow(this::ready) > 0;
  }

  private void ready(SelectionKey key) {
    try {
      ((Connection) key.attachment()).ready();
    } catch (IOException e) {
      throw new IllegalStateException("a connection failed", e);
    }
  }

  private final class Connection {
    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer out = ByteBuffer.wrap(request);
    private final ByteBuffer in = ByteBuffer.allocate(64 * 1024);
    private long due;
    private long bodyLeft = -1;
    private String tail; // of a chunked body, as long as its end; null: the body is not chunked

    Connection() throws IOException {
      channel = SocketChannel.open(address);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    void send(long dueAt) throws IOException {
      due = dueAt;
      unanswered++;
      out.clear();
      write();
    }

    /** The rest is written when the proxy takes it. */
    private void write() throws IOException {
      channel.write(out);
      key.interestOps(out.hasRemaining() ? READ_AND_WRITE : SelectionKey.OP_READ);
    }

    void ready() throws IOException {
      if (key.isWritable()) {
        write();
      }
      if (key.isReadable()) {
        read();
      }
    }

    private void read() throws IOException {
      if (channel.read(in) < 0) {
        throw new IOException("the proxy closed a connection");
      }
      if (bodyLeft < 0) {
        headRead();
      } else if (tail != null) {
        chunksRead(0);
      } else {
        bodyLeft -= in.position();
        in.clear();
      }
      if (bodyLeft == 0) {
        bodyLeft = -1;
        in.clear();
        unanswered--;
        latencies.recordValue(Pace.micros(System.nanoTime() - due));
        free.push(this);
      }
    }

    private void headRead() throws IOException {
      String text = new String(in.array(), 0, in.position(), StandardCharsets.ISO_8859_1);
      int end = text.indexOf("\r\n\r\n");
      if (end < 0) {
        return;
      }
      if (!text.startsWith("HTTP/1.1 200")) {
        throw new IOException("expected status 200, found " + text.lines().findFirst());
      }
      String head = text.substring(0, end + 2);
      if (value(head, "transfer-encoding").equalsIgnoreCase("chunked")) {
        tail = "";
        chunksRead(end + 4);
      } else {
        tail = null;
        bodyLeft = contentLength(head) - (in.position() - end - 4);
        in.clear();
      }
    }

    private void chunksRead(int from) {
      int last = Math.max(from, in.position() - END.length());
      String read = new String(in.array(), last, in.position() - last, StandardCharsets.ISO_8859_1);
      String both = tail + read;
      tail = both.substring(Math.max(0, both.length() - END.length()));
      bodyLeft = tail.equals(END) ? 0 : 1;
      in.clear();
    }

    private static long contentLength(String head) throws IOException {
      String length = value(head, "content-length");
      if (length.isEmpty()) {
        throw new IOException("expected a Content-Length or chunks in the answer");
      }
      return Long.parseLong(length);
    }

    /** Empty if there is no such field. */
    private static String value(String head, String field) {
      String name = "\r\n" + field + ":";
      for (int i = head.indexOf("\r\n"); i >= 0; i = head.indexOf("\r\n", i + 2)) {
        if (head.regionMatches(true, i, name, 0, name.length())) {
          int from = i + name.length();
          return head.substring(from, head.indexOf('\r', from)).strip();
        }
      }
      return "";
    }
  }
}
