package dev.spillway.lb.wire.http2;

import dev.spillway.lb.wire.Channels;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.Http1xServerConnection;

/** Prepares HTTP/2 connections that were just accepted. */
public final class AcceptedHttp2 {
  private AcceptedHttp2() {}

  /**
   * Prepares one, as soon as Vert.x tells of it; one of HTTP/1.1 is left as it is.
   *
   * @param options of the server that accepted it
   * @param names of its event loop
   */
  public static void prepare(
      HttpConnection connection, HttpServerOptions options, FieldNames names) {
    if (connection instanceof Http1xServerConnection) {
      return;
    }
    Channel channel = Channels.of(connection);
    Http2Flushes.install(channel, AnswerHeads.install(channel, names));
    Http2Heads.install(channel, options.getInitialSettings().getMaxConcurrentStreams());
    StaticHpack.install(channel);
  }
}
