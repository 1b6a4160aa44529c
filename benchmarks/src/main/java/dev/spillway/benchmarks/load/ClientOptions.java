package dev.spillway.benchmarks.load;

import dev.spillway.benchmarks.peer.Wire;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;

/** How our own clients speak what a proxy is measured with. */
final class ClientOptions {
  private static final int HTTP2_REQUESTS_AT_ONCE = 8;

  private ClientOptions() {}

  static HttpClientOptions of(Wire wire) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setProtocolVersion(wire.http2() ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1)
            .setHttp2ClearTextUpgrade(false)
            .setHttp2MultiplexingLimit(HTTP2_REQUESTS_AT_ONCE);
    return wire.tls()
        ? options.setSsl(true).setTrustAll(true).setVerifyHost(false).setUseAlpn(true)
        : options;
  }

  /** As many connections as the load by {@link Saturation} has. */
  static PoolOptions pool(int requests) {
    return new PoolOptions()
        .setHttp1MaxSize(requests)
        .setHttp2MaxSize(Math.max(1, requests / HTTP2_REQUESTS_AT_ONCE));
  }
}
