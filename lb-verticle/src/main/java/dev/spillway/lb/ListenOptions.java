package dev.spillway.lb;

import dev.spillway.config.GatewayConfig;
import io.vertx.core.http.HttpServerOptions;

/** How the gateway's HTTP server is set up. */
final class ListenOptions {
  /** The longest method and the version, with the blanks around the request target. */
  private static final int REST_OF_REQUEST_LINE = 64;

  private static final int BACKLOG = 4096;

  private ListenOptions() {}

  /**
   * Nothing is decoded or compressed, and HTTP/2 without TLS is not offered. Time limits are not
   * Vert.x': its idle timeout would also end a connection whose request waits for its server.
   */
  static HttpServerOptions of(GatewayConfig config) {
    HttpServerOptions options = new HttpServerOptions();
    options
        .setMaxInitialLineLength(config.limits().uri() + REST_OF_REQUEST_LINE)
        .setMaxHeaderSize(config.limits().head())
        .setHandle100ContinueAutomatically(false)
        .setHttp2ClearTextEnabled(false)
        .setCompressionSupported(false)
        .setDecompressionSupported(false)
        // Each would look at every request and answer for an extension that nobody offers.
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setAcceptBacklog(BACKLOG)
        .setTcpNoDelay(true);
    return options;
  }
}
