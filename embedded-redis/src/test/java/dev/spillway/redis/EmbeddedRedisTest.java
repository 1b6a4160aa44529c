package dev.spillway.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class EmbeddedRedisTest {

  @Test
  void answersWithItsPasswordAndRefusesWithout() throws IOException {
    try (EmbeddedRedis redis = EmbeddedRedis.start()) {
      URI url = URI.create(redis.url());
      String password = url.getUserInfo().substring(1);
      assertThat(ask(url.getPort(), "PING")).startsWith("-NOAUTH");
      assertThat(ask(url.getPort(), "AUTH " + password)).isEqualTo("+OK");
    }
  }

  @Test
  void leavesNeitherProcessNorFilesBehind() {
    EmbeddedRedis redis = EmbeddedRedis.start();
    ProcessHandle process = ProcessHandle.of(redis.pid()).orElseThrow();
    assertThat(redis.directory()).isDirectory();

    redis.close();

    assertThat(process.isAlive()).isFalse();
    assertThat(redis.directory()).doesNotExist();
  }

  @Test
  void severalRunBesideEachOther() {
    try (EmbeddedRedis one = EmbeddedRedis.start();
        EmbeddedRedis other = EmbeddedRedis.start()) {
      assertThat(one.url()).isNotEqualTo(other.url());
    }
  }

  @Test
  void startsAgainOnTheSamePortWithoutItsData() throws IOException {
    try (EmbeddedRedis redis = EmbeddedRedis.start()) {
      URI url = URI.create(redis.url());
      String auth = "AUTH " + url.getUserInfo().substring(1);
      assertThat(ask(url.getPort(), auth, "SET k v")).isEqualTo("+OK");

      redis.kill();
      redis.startAgain();

      assertThat(ask(url.getPort(), auth, "EXISTS k")).isEqualTo(":0");
    }
  }

  @Test
  void itsFilesAreReadableByTheOwnerAlone() throws IOException {
    try (EmbeddedRedis redis = EmbeddedRedis.start()) {
      assertThat(Files.getPosixFilePermissions(redis.directory()))
          .allMatch(permission -> permission.name().startsWith("OWNER_"));
    }
  }

  private static String ask(int port, String... commands) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        BufferedReader replies =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      String reply = "";
      for (String command : commands) {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
        reply = replies.readLine();
      }
      return reply;
    }
  }
}
