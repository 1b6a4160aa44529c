package dev.spillway.web;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WebServerTest {
  @Test
  void sigtermLetsRequestsInFlightFinish() throws Exception {
    try (WebProcess web = WebProcess.start(Map.of("PORT", "0", "DELAY", "2s"))) {
      int port = web.port();
      CompletableFuture<HttpResponse<String>> inFlight = web.get(port, "/slow");
      web.line("Request received method=GET path=/slow");

      web.terminate();

      assertThat(inFlight.get(60, SECONDS).body()).contains("Hello World from server");
      assertThat(web.exitCode()).isEqualTo(143);
    }
  }

  @Test
  void anIdleConnectionDoesNotDelayTheEnd() throws Exception {
    try (WebProcess web = WebProcess.start(Map.of("PORT", "0", "DELAY", "1m"))) {
      int port = web.port();
      // Its connection stays open, and would be waited for during the delay and 10 s.
      assertThat(web.get(port, "/health").get(60, SECONDS).statusCode()).isEqualTo(200);

      web.terminate();

      assertThat(web.exitCode()).isEqualTo(143);
    }
  }

  @Test
  void requestsThatWaitHoldUpNoOther() throws Exception {
    try (WebProcess web = WebProcess.start(Map.of("PORT", "0", "DELAY", "60m"))) {
      int port = web.port();
      CompletableFuture<HttpResponse<String>> waiting = web.get(port, "/first");
      web.line("path=/first");
      web.get(port, "/second");
      web.line("path=/second");

      assertThat(web.get(port, "/health").get(60, SECONDS).statusCode()).isEqualTo(200);
      assertThat(waiting).isNotDone();
    }
  }

  @Test
  void healthIsNotLogged() throws Exception {
    try (WebProcess web = WebProcess.start(Map.of("PORT", "0", "DELAY", "0"))) {
      int port = web.port();
      web.get(port, "/health").get(60, SECONDS);
      web.get(port, "/asked").get(60, SECONDS);
      web.terminate();
      web.exitCode();

      assertThat(web.line("Request received")).contains("path=/asked");
      assertThat(web.restOfOutput()).noneMatch(line -> line.contains("Request received"));
    }
  }

  @Test
  void mistakesAreOneLineAndExitCode2() throws Exception {
    try (WebProcess web = WebProcess.start(Map.of("PORT", "web", "DELAY", "soon"))) {
      assertThat(web.line("")).startsWith("web: PORT is 'web': ").contains("DELAY is 'soon': ");
      assertThat(web.exitCode()).isEqualTo(2);
      assertThat(web.restOfOutput()).isEmpty();
    }
  }

  @Test
  void aPortInUseIsSaidAndEndsTheProcess() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"));
        WebProcess web = WebProcess.start(Map.of("PORT", Integer.toString(taken.getLocalPort())))) {
      assertThat(web.line("web: "))
          .startsWith("web: port " + taken.getLocalPort() + " can't be listened on: ");
      assertThat(web.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void theTrainingRunEndsByItself() throws Exception {
    TrainingRun.main(new String[0]);
  }
}
