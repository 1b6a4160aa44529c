package dev.spillway.lb;

import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.spillway.test.RealRedis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A client of HTTP/2 that is not ours: h2load, of Debian's package nghttp2-client. */
@ExtendWith(RealRedis.class)
class H2loadTest {
  private static final Path H2LOAD = Path.of("/usr/bin/h2load");

  @Test
  void everyRequestOfManyStreamsIsServed(@TempDir Path directory, RealRedis.Server redis)
      throws Exception {
    assumeThat(Files.isExecutable(H2LOAD)).as(H2LOAD + " is installed").isTrue();
    TestCertificate certificate = TestCertificate.make(directory, "a", "localhost", "a");
    try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        TestGateway gateway =
            TestGateway.start(
                redis,
                "tls: { port: 0, certificates: [%s], keys: [%s] }"
                    .formatted(certificate.certificate(), certificate.key()),
                "max-requests: 20",
                server.url())) {
      String plain = load("http://127.0.0.1:" + gateway.port() + "/");
      String tls = load("https://127.0.0.1:" + gateway.gateway.tlsPort() + "/");

      for (String said : new String[] {plain, tls}) {
        assertThat(said)
            .contains("2000 succeeded, 0 failed, 0 errored, 0 timeout")
            .contains("status codes: 2000 2xx");
      }
      gateway.untilQuiet();
      until("no client connection is counted", () -> gateway.openConnections() == 0);
    }
  }

  private static String load(String url) throws IOException {
    Process h2load =
        new ProcessBuilder(H2LOAD.toString(), "-n2000", "-c8", "-m20", url)
            .redirectErrorStream(true)
            .start();
    return new String(h2load.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
