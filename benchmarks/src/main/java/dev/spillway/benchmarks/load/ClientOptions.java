package dev.spillway.benchmarks.load;

import dev.spillway.benchmarks.peer.Wire;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;

/** How our own clients speak what a proxy is measured with. */
final class ClientOptions {
  private ClientOptions() {}

  static HttpClientOptions of(Wire wire) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setProtocolVersion(wire.http2() ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1)
            .setHttp2ClearTextUpgrade(false);
    return wire.tls()
        ? options.setSsl(true).setTrustAll(true).setVerifyHost(false).setUseAlpn(true)
        : options;
  }
}
