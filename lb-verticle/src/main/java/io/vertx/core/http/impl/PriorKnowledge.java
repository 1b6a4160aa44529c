package io.vertx.core.http.impl;

import io.netty.channel.ChannelPipeline;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;

/**
 * Makes an accepted HTTP/1.1 connection one of HTTP/2, when its first bytes were HTTP/2's preface.
 * It is here because what it needs of Vert.x is private to this package.
 *
 * <p>Vert.x can do as much by itself (setHttp2ClearTextEnabled), but then tells of no HTTP/1.1
 * connection before its first whole request, so that silent and slow clients could be neither
 * counted nor timed out; and it takes {@code Upgrade: h2c}, which RFC 9113 has dropped.
 */
public final class PriorKnowledge {
  private PriorKnowledge() {}

  /**
   * Switches the connection whose first bytes are being decoded. Those bytes must still be there
   * for the next handler.
   *
   * @param requests takes its requests
   * @param opened is told when the client's settings are there
   * @param lost is called if the connection ends before
   */
  public static void switchToHttp2(
      HttpConnection http1,
      Handler<HttpServerRequest> requests,
      Handler<HttpConnection> opened,
      Runnable lost) {
    Http1xServerConnection old = (Http1xServerConnection) http1;
    ContextInternal context = old.context();
    HttpServerOptions options = old.options;
    int resets = options.getHttp2RstFloodMaxRstFramePerWindow();
    int window =
        (int)
            options
                .getHttp2RstFloodWindowDurationTimeUnit()
                .toSeconds(options.getHttp2RstFloodWindowDuration());
    VertxHttp2ConnectionHandler<Http2ServerConnection> handler =
        new VertxHttp2ConnectionHandlerBuilder<Http2ServerConnection>()
            .server(true)
            .gracefulShutdownTimeoutMillis(0)
            .encoderEnforceMaxRstFramesPerWindow(resets, window)
            .decoderEnforceMaxRstFramesPerWindow(resets, window)
            .initialSettings(options.getInitialSettings())
            .connectionFactory(
                codec ->
                    new Http2ServerConnection(
                        context,
                        context::duplicate,
                        old.serverOrigin(),
                        codec,
                        null,
                        options,
                        old.metrics))
            .build();
    handler.addHandler(
        connection -> {
          connection.metric(old.metric());
          connection.handler(requests);
          context.dispatch(connection, opened::handle);
        });
    ChannelPipeline pipeline = old.channel().pipeline();
    if (pipeline.get("lingering") != null) {
      pipeline.remove("lingering"); // HTTP/2 has GOAWAY
    }
    pipeline.remove("httpEncoder"); // first: the new handler writes at once
    pipeline.replace("handler", "handler", handler);
    handler
        .connectFuture()
        .addListener(
            connected -> {
              if (!connected.isSuccess()) {
                lost.run();
              }
            });
    pipeline.remove("httpDecoder");
  }
}
