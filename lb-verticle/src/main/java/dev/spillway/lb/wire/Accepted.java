package dev.spillway.lb.wire;

import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpConnection;

/** Prepares connections that were just accepted, of any version of HTTP. */
public final class Accepted {
  private Accepted() {}

  /** Prepares one; to be called as soon as Vert.x tells of it. */
  public static void prepare(HttpConnection connection) {
    ChannelPipeline pipeline = Channels.of(connection).pipeline();
    if (pipeline.get("idle") != null) {
      pipeline.remove("idle"); // it was for the time until now; other limits take over
    }
    if (pipeline.get("chunkedWriter") != null) {
      pipeline.remove("chunkedWriter"); // it is for files, and in the way of everything else
    }
  }
}
