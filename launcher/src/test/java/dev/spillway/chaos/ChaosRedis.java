package dev.spillway.chaos;

import dev.spillway.redis.EmbeddedRedis;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** A real Redis that is stopped, paused, and loses its data. For one thread. */
final class ChaosRedis implements AutoCloseable {
  private final EmbeddedRedis redis = EmbeddedRedis.start();
  private final URI url = URI.create(redis.url());

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), url.getPort());
  }

  /** User and password, as they stand in a URL. */
  String user() {
    return url.getUserInfo();
  }

  /** A URL past all links. */
  String url() {
    return redis.url();
  }

  /** Ends it; all of its data is there when it starts again. */
  void stopKeepingData() throws IOException {
    command("SHUTDOWN SAVE");
    redis.kill();
  }

  /** Ends it as a crash would; it starts again with what it had at the last {@link #save}. */
  void crash() {
    redis.kill();
  }

  /** Writes a snapshot. */
  void save() throws IOException {
    command("SAVE");
  }

  /** Ends it as a crash would, and it forgets everything. */
  void crashLosingData() throws IOException {
    redis.kill();
    Files.deleteIfExists(redis.directory().resolve("dump.rdb"));
  }

  void startAgain() {
    redis.startAgain();
  }

  void pause() throws IOException, InterruptedException {
    Signal.STOP.to(redis.pid());
  }

  void resume() throws IOException, InterruptedException {
    Signal.CONT.to(redis.pid());
  }

  private void command(String command) throws IOException {
    try (Socket socket = new Socket(address().getAddress(), address().getPort());
        BufferedReader replies =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      String both = "AUTH " + user().substring(1) + "\r\n" + command + "\r\n";
      socket.getOutputStream().write(both.getBytes(StandardCharsets.UTF_8));
      replies.readLine();
      String reply = replies.readLine(); // none where it ended
      if (reply != null && !reply.startsWith("+OK")) {
        throw new IOException(command + " was answered " + reply);
      }
    }
  }

  @Override
  public void close() {
    redis.close();
  }
}
