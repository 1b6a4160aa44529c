package dev.spillway.launcher.part;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.config.ClusterConfig;
import dev.spillway.config.ConfigLoader;
import dev.spillway.config.TransportChoice;
import dev.spillway.redis.FreePorts;
import dev.spillway.test.Awaiting;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who hears whom on the event bus of a real cluster. */
class ClusterIT {
  private static final String ADDRESS = "heard";

  private final List<Vertx> members = new ArrayList<>();
  private final AtomicInteger heard = new AtomicInteger();
  private int port;

  @TempDir private Path directory;

  @BeforeEach
  void choosePort() {
    port = FreePorts.one();
  }

  @AfterEach
  void close() throws Exception {
    Awaiting.await(Future.join(members.stream().map(Vertx::close).toList()));
  }

  private Vertx member(String settings) throws InterruptedException {
    ClusterConfig config =
        ConfigLoader.parse(
                "cluster: {members: [127.0.0.1], host: 127.0.0.1, port: %d, %s}"
                    .formatted(port, settings))
            .cluster();
    Vertx vertx = EventBusVertx.start(config, "cluster-test", TransportChoice.AUTO, 0);
    members.add(vertx);
    return vertx;
  }

  private void listen(Vertx vertx) throws Exception {
    Awaiting.await(
        vertx
            .eventBus()
            .<String>consumer(ADDRESS, message -> message.reply(heard.incrementAndGet()))
            .completion());
  }

  /** Whether anyone answers. */
  private static boolean answered(Vertx vertx) {
    DeliveryOptions patience = new DeliveryOptions().setSendTimeout(2000);
    return Awaiting.await(
        vertx
            .eventBus()
            .request(ADDRESS, "?", patience)
            .transform(answer -> Future.succeededFuture(answer.succeeded())));
  }

  /** How often was listened to when somebody is answered, which the bus may take a while for. */
  private int heardBy(Vertx vertx) {
    Awaiting.until("a member is answered", () -> answered(vertx));
    return heard.get();
  }

  @Test
  void whoDoesNotKnowTheSecretIsNotLetIn() throws Exception {
    listen(member("secret: right"));

    int before = heardBy(member("secret: right"));

    assertThat(answered(member("secret: wrong"))).isFalse();
    assertThat(heard).hasValue(before);
  }

  @Test
  void aCertificateOfAnotherAuthorityIsNotHeard() throws Exception {
    TestCertificates ours = TestCertificates.in(directory.resolve("ours"));
    TestCertificates foreign = TestCertificates.in(directory.resolve("foreign"));
    listen(member("tls: " + ours.settings()));

    int before = heardBy(member("tls: " + ours.settings()));

    assertThat(answered(member("tls: " + foreign.settings()))).isFalse();
    assertThat(heard).hasValue(before);
  }
}
