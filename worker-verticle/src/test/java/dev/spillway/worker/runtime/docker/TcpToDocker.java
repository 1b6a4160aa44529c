package dev.spillway.worker.runtime.docker;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;

/** A port on loopback that leads to the daemon's socket for as long as a test lasts. */
final class TcpToDocker implements Closeable {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

  TcpToDocker() throws IOException {
    run(this::accept);
  }

  String host() {
    return "tcp://127.0.0.1:" + listener.getLocalPort();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listener.accept();
      SocketChannel daemon = SocketChannel.open(UnixDomainSocketAddress.of("/var/run/docker.sock"));
      run(() -> copy(client.getInputStream(), Channels.newOutputStream(daemon)));
      run(() -> copy(Channels.newInputStream(daemon), client.getOutputStream()));
    }
  }

  private static void copy(InputStream from, OutputStream to) throws IOException {
    try (from;
        to) {
      byte[] buffer = new byte[8192];
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        to.write(buffer, 0, read);
        to.flush();
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private static void run(Forwarding forwarding) {
    Thread thread =
        new Thread(
            () -> {
              try {
                forwarding.run();
              } catch (IOException e) {
                return; // One of the two has left.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private interface Forwarding {
    void run() throws IOException;
  }
}
