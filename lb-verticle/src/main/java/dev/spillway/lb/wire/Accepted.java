package dev.spillway.lb.wire;

import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.Http1xServerConnection;

/** Prepares connections that were just accepted. */
public final class Accepted {
  private Accepted() {}

  /**
   * Prepares one; to be called as soon as Vert.x tells of it.
   *
   * @param options of the server that accepted it
   * @param names of its event loop
   */
  public static void prepare(
      HttpConnection connection, HttpServerOptions options, FieldNames names) {
    ChannelPipeline pipeline = Channels.of(connection).pipeline();
    if (pipeline.get("idle") != null) {
      pipeline.remove("idle"); // it was for the time until now; other limits take over
    }
    if (pipeline.get("chunkedWriter") != null) {
      pipeline.remove("chunkedWriter"); // it is for files, and in the way of everything else
    }
    if (!(connection instanceof Http1xServerConnection)) {
      Http2Flushes.install(pipeline.channel(), AnswerHeads.install(pipeline.channel(), names));
      Http2Heads.install(
          pipeline.channel(), options.getInitialSettings().getMaxConcurrentStreams());
      StaticHpack.install(pipeline.channel());
    }
  }
}
