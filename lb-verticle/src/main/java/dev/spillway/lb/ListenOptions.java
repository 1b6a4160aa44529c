package dev.spillway.lb;

import dev.spillway.config.GatewayConfig;
import dev.spillway.lb.tls.ServedTls;
import io.vertx.core.http.HttpServerOptions;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** How the gateway's HTTP server is set up. */
final class ListenOptions {
  /** The longest method and the version, with the blanks around the request target. */
  private static final int REST_OF_REQUEST_LINE = 64;

  private static final int BACKLOG = 4096;

  /** Requests at once on one HTTP/2 connection; further ones are refused (RFC 9113 §5.1.2). */
  private static final int MOST_STREAMS = 128;

  /** More than is ever read at once, so that each read of a body is one part. */
  private static final int MOST_OF_A_PART = 1 << 20;

  private ListenOptions() {}

  /**
   * Nothing is decoded or compressed. HTTP/2 without TLS is not Vert.x' to find out (see {@code
   * PriorKnowledge}). Time limits are not Vert.x' either: its idle timeout would also end a
   * connection whose request waits for its server.
   */
  static HttpServerOptions of(GatewayConfig config) {
    HttpServerOptions options = new HttpServerOptions();
    options
        .setMaxInitialLineLength(config.limits().uri() + REST_OF_REQUEST_LINE)
        .setMaxHeaderSize(config.limits().head())
        .setMaxChunkSize(MOST_OF_A_PART)
        .setHandle100ContinueAutomatically(false)
        .setHttp2ClearTextEnabled(false)
        .setCompressionSupported(false)
        .setDecompressionSupported(false)
        // Each would look at every request and answer for an extension that nobody offers.
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        // A request is answered on its event loop, so that no queue between threads is needed.
        .setStrictThreadMode(true)
        .setAcceptBacklog(BACKLOG)
        .setTcpNoDelay(true);
    options
        .getInitialSettings()
        .setMaxConcurrentStreams(MOST_STREAMS)
        .setMaxHeaderListSize(config.limits().head());
    return options;
  }

  /**
   * With TLS, of version 1.2 or later; a client that names a host gets its certificate ({@code
   * HostKeyManager} sees to that, so Vert.x need not), and chooses between HTTP/2 and HTTP/1.1.
   * Until Vert.x tells of a connection, which is after the handshake and, in HTTP/2, after the
   * client's settings, Vert.x' own limits bound its silence.
   */
  static HttpServerOptions ofTls(GatewayConfig config, ServedTls tls) {
    HttpServerOptions options = of(config);
    int head = (int) config.timeouts().head().toMillis();
    options
        .setSsl(true)
        .setSslEngineOptions(tls.provider().engine())
        .setKeyCertOptions(tls.certificates())
        .setUseAlpn(true)
        .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
        .setSslHandshakeTimeout(head)
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
        .setIdleTimeout(head)
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    return options;
  }
}
