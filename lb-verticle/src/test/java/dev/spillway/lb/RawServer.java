package dev.spillway.lb;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on which every byte is the test's own: each connection runs a script on a thread. */
final class RawServer implements AutoCloseable {
  private final ServerSocket listener;
  private final Script script;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();

  /** What a connection does. It is closed when the script ends. */
  interface Script {
    void run(Connection connection) throws IOException;
  }

  RawServer(Script script) {
    this.script = script;
    try {
      listener = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  /** Answers every request on a connection with the same bytes; requests have no body. */
  static RawServer answering(String response) {
    return new RawServer(
        connection -> {
          while (connection.hasMore()) {
            connection.head();
            connection.send(response);
          }
        });
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        accepted.incrementAndGet();
        open.add(socket);
        start(() -> run(socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void run(Socket socket) {
    try (socket) {
      script.run(new Connection(socket));
    } catch (IOException e) {
      // The other side is gone, as it may be.
    } finally {
      open.remove(socket);
    }
  }

  String url() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  int accepted() {
    return accepted.get();
  }

  int open() {
    return open.size();
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One connection. Text is one byte per character. */
  static final class Connection {
    private final Socket socket;
    private final InputStream in;
    private int ahead = -2;

    Connection(Socket socket) throws IOException {
      this.socket = socket;
      this.in = socket.getInputStream();
      socket.setTcpNoDelay(true);
    }

    /** Waits for a byte; false if the connection ends instead. */
    boolean hasMore() throws IOException {
      ahead = in.read();
      return ahead >= 0;
    }

    String head() throws IOException {
      return upTo("\r\n\r\n");
    }

    String upTo(String end) throws IOException {
      StringBuilder text = new StringBuilder();
      while (!text.toString().endsWith(end)) {
        int next = ahead >= 0 ? ahead : in.read();
        ahead = -2;
        if (next < 0) {
          throw new IOException("ended after " + text);
        }
        text.append((char) next);
      }
      return text.toString();
    }

    String bytes(int count) throws IOException {
      byte[] all = in.readNBytes(count);
      if (all.length < count) {
        throw new EOFException("ended after " + all.length + " of " + count + " bytes");
      }
      return new String(all, StandardCharsets.ISO_8859_1);
    }

    /** Reads and drops everything until the connection ends. */
    void untilClosed() throws IOException {
      byte[] dropped = new byte[8192];
      while (in.read(dropped) >= 0) {
        // dropped
      }
    }

    void send(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Socket socket() {
      return socket;
    }
  }
}
