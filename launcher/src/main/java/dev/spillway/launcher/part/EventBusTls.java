package dev.spillway.launcher.part;

import dev.spillway.config.ClusterConfig;
import dev.spillway.launcher.CommandFailure;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * TLS between the event buses of a cluster: each side shows a certificate that the one authority
 * has signed. Whose host it names is not asked, for members are found by address.
 */
final class EventBusTls {
  private EventBusTls() {}

  static EventBusOptions of(ClusterConfig.Tls tls) {
    EventBusOptions bus = new EventBusOptions();
    if (!tls.enabled()) {
      return bus;
    }
    return bus.setSsl(true)
        .setClientAuth(ClientAuth.REQUIRED)
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .setCertPath(readable("cluster.tls.cert", tls.cert().orElseThrow()))
                .setKeyPath(readable("cluster.tls.key", tls.key().orElseThrow())))
        .setTrustOptions(
            new PemTrustOptions().addCertPath(readable("cluster.tls.ca", tls.ca().orElseThrow())));
  }

  private static String readable(String setting, String file) {
    if (!Files.isReadable(Path.of(file))) {
      throw CommandFailure.mistake(
          "%s: expected a PEM file that can be read, found none at %s".formatted(setting, file));
    }
    return file;
  }
}
