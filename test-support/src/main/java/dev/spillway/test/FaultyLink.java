package dev.spillway.test;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A TCP connection between two parts that can be cut, slowed and made to hang: a port of the
 * system's choice on loopback, in front of any address. Safe for use by several threads.
 */
public final class FaultyLink implements Closeable {
  private final SocketAddress target;
  private final Traffic traffic;
  private final ServerSocketChannel listener;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
  private boolean cut;
  private boolean hanging;
  private volatile long delayMillis;

  /** Sees what passes, at the moment when it is passed on. Called by several threads. */
  public interface Traffic {
    /** Bytes of a client; {@code connection} is the same for the replies to them. */
    default void sent(Object connection, ByteBuffer bytes) {}

    /** Bytes for a client. */
    default void replied(Object connection, ByteBuffer bytes) {}
  }

  /** A link that works, until it is told otherwise. */
  public FaultyLink(SocketAddress target, Traffic traffic) throws IOException {
    this.target = target;
    this.traffic = traffic;
    this.listener =
        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    run(
        () -> {
          while (true) {
            accept(listener.accept());
          }
        });
  }

  /** Where to connect to, on 127.0.0.1. */
  public int port() {
    return listener.socket().getLocalPort();
  }

  /** Closes all connections, and every new one at once, until {@link #heal}. */
  public void cut() throws IOException {
    synchronized (this) {
      cut = true;
    }
    closeAll();
  }

  /** Passes nothing on any more, in either direction, and closes nothing, until {@link #heal}. */
  public synchronized void hang() {
    hanging = true;
  }

  /** Passes everything on so much later, until {@link #heal}. */
  public void slow(long millis) {
    delayMillis = millis;
  }

  /** Works again; what hung is passed on. */
  public synchronized void heal() {
    cut = false;
    hanging = false;
    delayMillis = 0;
    notifyAll();
  }

  /** Works no more. */
  @Override
  public void close() throws IOException {
    listener.close();
    closeAll();
    heal();
  }

  private void closeAll() throws IOException {
    for (SocketChannel channel : open) {
      channel.close();
    }
    open.clear();
  }

  private synchronized boolean isCut() {
    return cut;
  }

  private void accept(SocketChannel client) throws IOException {
    SocketChannel server = null;
    try {
      if (!isCut()) {
        server = SocketChannel.open(target);
      }
    } catch (IOException e) {
      // Nobody is there: the client is told so by the end of its connection.
      server = null;
    }
    if (server == null) {
      client.close();
      return;
    }
    SocketChannel behind = server;
    open.add(client);
    open.add(behind);
    if (isCut()) {
      closeAll();
      return;
    }
    run(() -> copy(client, behind, bytes -> traffic.sent(client, bytes)));
    run(() -> copy(behind, client, bytes -> traffic.replied(client, bytes)));
  }

  private void copy(SocketChannel from, SocketChannel to, Seen seen) throws IOException {
    try (from;
        to) {
      ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
      while (from.read(buffer) >= 0) {
        buffer.flip();
        awaitTurn();
        seen.bytes(buffer.asReadOnlyBuffer());
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

  private void awaitTurn() throws IOException {
    try {
      long delay = delayMillis;
      if (delay > 0) {
        TimeUnit.MILLISECONDS.sleep(delay);
      }
      synchronized (this) {
        while (hanging) {
          wait();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private interface Seen {
    void bytes(ByteBuffer bytes);
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void run(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException | UncheckedIOException e) {
                return; // Cut: that is what this class is for.
              }
            },
            "faulty-link");
    thread.setDaemon(true);
    thread.start();
  }
}
