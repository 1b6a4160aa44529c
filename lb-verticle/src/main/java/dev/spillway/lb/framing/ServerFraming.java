package dev.spillway.lb.framing;

import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.impl.HttpClientConnectionInternal;
import java.util.Map;

/**
 * The strict reading of one connection to a server, and what is sent on it that Vert.x can't send.
 * For the connection's event loop.
 */
public final class ServerFraming {
  private static final String CODEC = "codec";

  private final StrictAnswers answers;
  private final RequestTrailers trailers;

  private ServerFraming(StrictAnswers answers, RequestTrailers trailers) {
    this.answers = answers;
    this.trailers = trailers;
  }

  /**
   * Makes a new connection's reading strict. Leaves one that speaks HTTP/2 as it is.
   *
   * @param headLimit most octets of an answer's head
   * @return null for one that speaks HTTP/2
   */
  public static ServerFraming install(HttpClientConnectionInternal connection, int headLimit) {
    ChannelPipeline pipeline = connection.channelHandlerContext().pipeline();
    if (pipeline.get(CODEC) == null) {
      return null;
    }
    StrictAnswers answers = new StrictAnswers(headLimit);
    RequestTrailers trailers = new RequestTrailers();
    pipeline.addBefore(CODEC, "strictAnswers", answers);
    pipeline.addAfter(CODEC, "requestTrailers", trailers);
    return new ServerFraming(answers, trailers);
  }

  /**
   * A request is about to be sent.
   *
   * @param head whether its method is HEAD
   */
  public void expectAnswer(boolean head) {
    answers.expect(head);
  }

  /** Trailers for the request whose end is sent next; it must be chunked. */
  public void endWith(Iterable<Map.Entry<String, String>> fields) {
    trailers.set(fields);
  }
}
