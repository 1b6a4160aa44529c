package dev.spillway.benchmarks.load;

import dev.spillway.benchmarks.peer.Backend;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Connections on which one request was answered, and which stay open since. */
public final class IdleConnections implements AutoCloseable {
  private final List<Socket> sockets = new ArrayList<>();

  private IdleConnections() {}

  /** Opens them one after the other. */
  public static IdleConnections open(int port, int count) throws IOException {
    IdleConnections connections = new IdleConnections();
    byte[] request =
        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < count; i++) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      connections.sockets.add(socket);
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request);
      readAnswer(socket.getInputStream());
    }
    return connections;
  }

  private static void readAnswer(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] part = new byte[2_048];
    do {
      int length = in.read(part);
      if (length < 0) {
        throw new IOException("the proxy closed a connection after: " + text);
      }
      text.append(new String(part, 0, length, StandardCharsets.ISO_8859_1));
    } while (!text.toString().endsWith(Backend.GREETING));
  }

  /** How many are open. */
  public int count() {
    return sockets.size();
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
