package dev.spillway.worker.runtime.docker;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A socket in front of the real daemon that can be cut, stopped, and made to refuse or to hang, as
 * a daemon that is restarted or overloaded does; the real one is shared and must not be.
 */
final class DockerProxy implements Closeable {
  private static final UnixDomainSocketAddress DAEMON =
      UnixDomainSocketAddress.of("/var/run/docker.sock");

  private static final ByteBuffer REFUSAL =
      StandardCharsets.US_ASCII.encode(
          """
          HTTP/1.1 500 Internal Server Error
          Content-Type: application/json
          Content-Length: 39
          Connection: close

          {"message":"device or resource busy"}
          """
              .replace("\n", "\r\n"));

  private final SocketAddress address;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
  private final Set<SocketChannel> unheard = ConcurrentHashMap.newKeySet();
  private final AtomicReference<String> lost = new AtomicReference<>();
  private volatile String refused;
  private volatile boolean hanging;
  private ServerSocketChannel listener;

  private DockerProxy(SocketAddress address) throws IOException {
    this.address = address;
    start();
  }

  static DockerProxy at(Path socket) throws IOException {
    return new DockerProxy(UnixDomainSocketAddress.of(socket));
  }

  static DockerProxy onTcp() throws IOException {
    return new DockerProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  /** Where it is reached, as docker.host. */
  String host() throws IOException {
    return address instanceof UnixDomainSocketAddress unix
        ? "unix://" + unix.getPath()
        : "tcp://127.0.0.1:" + ((InetSocketAddress) listener.getLocalAddress()).getPort();
  }

  /** Answers again after {@link #stop}. */
  void start() throws IOException {
    listener =
        address instanceof UnixDomainSocketAddress
            ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            : ServerSocketChannel.open();
    listener.bind(address);
    ServerSocketChannel accepting = listener;
    run(
        () -> {
          while (true) {
            accept(accepting.accept());
          }
        });
  }

  /** Cuts every connection and goes away. */
  void stop() throws IOException {
    listener.close();
    if (address instanceof UnixDomainSocketAddress unix) {
      Files.deleteIfExists(unix.getPath());
    }
    cut();
  }

  /** Leaves the socket behind as a file that nobody listens on. */
  void abandon() throws IOException {
    listener.close();
  }

  /** Cuts every connection; new ones are taken. */
  void cut() throws IOException {
    for (SocketChannel channel : open) {
      channel.close();
    }
    open.clear();
  }

  /** The daemon does what the next request to this path says, and its answer is lost. */
  void loseAnswerTo(String path) {
    lost.set(path);
  }

  /** From now on requests that contain this get 500; null for none. */
  void refuse(String what) {
    refused = what;
  }

  /** From now on new connections are taken, and never answered. */
  void hang() {
    hanging = true;
  }

  @Override
  public void close() throws IOException {
    stop();
  }

  private void accept(SocketChannel client) throws IOException {
    open.add(client);
    if (hanging) {
      return;
    }
    SocketChannel daemon = SocketChannel.open(DAEMON);
    open.add(daemon);
    run(() -> copy(client, daemon, request -> listenFor(request, client, daemon)));
    run(() -> copy(daemon, client, answer -> !unheard.contains(daemon)));
  }

  private boolean listenFor(ByteBuffer octets, SocketChannel client, SocketChannel daemon)
      throws IOException {
    String request = StandardCharsets.US_ASCII.decode(octets).toString();
    String unanswered = lost.get();
    if (unanswered != null && request.contains(unanswered)) {
      lost.set(null);
      unheard.add(daemon);
    }
    String unwanted = refused;
    if (unwanted == null || !request.contains(unwanted)) {
      return true;
    }
    client.write(REFUSAL.duplicate());
    return false;
  }

  /** Ends at what is not to go on. */
  private void copy(SocketChannel from, SocketChannel to, GoesOn goesOn) throws IOException {
    try (from;
        to) {
      ByteBuffer buffer = ByteBuffer.allocate(8192);
      while (from.read(buffer) >= 0) {
        buffer.flip();
        if (!goesOn.test(buffer.duplicate())) {
          return;
        }
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private static void run(Forwarding forwarding) {
    Thread thread =
        new Thread(
            () -> {
              try {
                forwarding.run();
              } catch (IOException | UncheckedIOException e) {
                return; // Cut: that is what this class is for.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private interface GoesOn {
    boolean test(ByteBuffer octets) throws IOException;
  }

  private interface Forwarding {
    void run() throws IOException;
  }
}
