package dev.spillway.lb;

import static dev.spillway.test.Awaiting.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spillway.test.RealRedis;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** slowhttptest, where it is installed, against a gateway with short limits of time. */
@ExtendWith(RealRedis.class)
@SuppressWarnings("StringConcatToTextBlock") // lines end with CRLF here
class SlowClientsTest {
  private static final Path TOOL = Path.of("/usr/bin/slowhttptest");
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  @ParameterizedTest
  @ValueSource(strings = {"-H", "-B", "-X"})
  void slowClientsAreClosedAndKeepNobodyOut(String mode, RealRedis.Server redis) throws Exception {
    assumeTrue(Files.isExecutable(TOOL), "slowhttptest is not installed");
    try (RawServer server = RawServer.answering(OK);
        TestGateway gateway =
            TestGateway.start(
                redis, "timeouts: { head: 500ms, body: 500ms, idle: 500ms }", "", server.url())) {
      List<String> command = new ArrayList<>(List.of(TOOL.toString(), mode));
      command.addAll(List.of("-c", "20", "-r", "100", "-i", "1", "-l", "2", "-p", "2"));
      command.addAll(List.of("-u", "http://127.0.0.1:" + gateway.port() + "/"));
      Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      tool.waitFor();

      assertThat(said).contains("service available:").doesNotContain("NO\n");
      gateway.untilQuiet();
      until("no connection is left", () -> gateway.openConnections() == 0);
      try (RawClient client = gateway.connect().send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")) {
        assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
      }
    }
  }
}
