package dev.spillway.launcher.command;

import dev.spillway.launcher.CommandFailure;
import dev.spillway.launcher.lifecycle.Signals;
import dev.spillway.launcher.lifecycle.StartedParts;
import dev.spillway.launcher.lifecycle.UntilStopped;
import dev.spillway.launcher.lifecycle.Waiting;
import dev.spillway.launcher.part.Listening;
import dev.spillway.web.WebSettings;
import dev.spillway.web.WebVerticle;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spillway web}: the example server by itself. */
@Command(
    name = "web",
    mixinStandardHelpOptions = true,
    description =
        "Runs the example web server, on any address: answers each request, after a delay, with a"
            + " random number and this host's name.")
final class WebCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on; 0: any free one; default 5000 (PORT).")
  private Integer port;

  @Option(
      names = "--delay",
      paramLabel = "TIME",
      description = "How long a request waits, such as 200ms; default 5s (DELAY).")
  private String delay;

  @Override
  public Integer call() throws Exception {
    WebSettings settings = settings();
    return new UntilStopped(Signals.install(), () -> Output.line(Roles.tellStopping("web")))
        .run((started, hurry) -> start(settings, started, hurry));
  }

  private WebSettings settings() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    if (port != null) {
      environment.put("PORT", port.toString());
    }
    if (delay != null) {
      environment.put("DELAY", delay);
    }
    try {
      return WebSettings.from(environment);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.mistake("spillway web: " + e.getMessage());
    }
  }

  private static void start(WebSettings settings, StartedParts started, CompletableFuture<?> hurry)
      throws InterruptedException {
    Vertx vertx = Vertx.vertx();
    Duration finishing = settings.delay().plus(TIMEOUT.multipliedBy(2));
    started.add(
        "web",
        () ->
            Waiting.awaitUnlessHurried(
                vertx.close(), hurry, finishing, "finishing requests in flight"));
    WebVerticle web = new WebVerticle(settings);
    Waiting.await(
        Listening.explain(vertx.deployVerticle(web), "0.0.0.0", settings.port(), "--port", "PORT"),
        TIMEOUT,
        "starting the web server");
    Output.line("spillway web: listens on 0.0.0.0 port " + web.port());
  }
}
