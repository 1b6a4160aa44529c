package dev.spillway.lb.framing;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.vertx.core.MultiMap;
import io.vertx.core.http.impl.HttpClientConnectionInternal;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The strict reading of one connection to a server, and what is sent on it that Vert.x can't send.
 * For the connection's event loop.
 */
public final class ServerFraming {
  /** A whole body of so many octets is sent in one buffer with its head if Vert.x sends it. */
  public static final int SMALL_BODY = RoomForBody.LARGEST;

  private static final String CODEC = "codec";

  private final ChannelPipeline pipeline;
  private final StrictAnswers answers;
  private final ServerCodec codec;
  private final AnswerParts parts;
  private RequestTrailers trailers; // null: none were sent yet
  private RequestSending sending; // null: no body was sent yet

  private ServerFraming(
      ChannelPipeline pipeline, StrictAnswers answers, ServerCodec codec, AnswerParts parts) {
    this.pipeline = pipeline;
    this.answers = answers;
    this.codec = codec;
    this.parts = parts;
  }

  /**
   * Makes a new connection's reading strict. Leaves one that speaks HTTP/2 as it is.
   *
   * @param headLimit most octets of an answer's head
   * @param lines of the answers of the same pool, on this event loop
   * @return null for one that speaks HTTP/2
   */
  public static ServerFraming install(
      HttpClientConnectionInternal connection, int headLimit, KnownLines lines) {
    ChannelPipeline pipeline = connection.channelHandlerContext().pipeline();
    if (pipeline.get(CODEC) == null) {
      return null;
    }
    StrictAnswers answers = new StrictAnswers(headLimit, lines);
    ServerCodec codec = new ServerCodec(headLimit);
    pipeline.replace(CODEC, CODEC, codec);
    pipeline.addBefore(CODEC, "strictAnswers", answers);
    AnswerParts parts = new AnswerParts();
    pipeline.addAfter(CODEC, "answerParts", parts);
    return new ServerFraming(pipeline, answers, codec, parts);
  }

  /**
   * A request is about to be sent.
   *
   * @param head whether its method is HEAD
   */
  public void expectAnswer(boolean head) {
    answers.expect(head);
    codec.expect(head);
  }

  /**
   * The next request is sent with these fields in place of its own, and must be framed by its own
   * as by these.
   *
   * @param fields sound, as nothing checks them
   */
  public void sendFields(HeadFields fields) {
    codec.fields(fields);
  }

  /** The next request is sent with its own fields. */
  public void sendOwnFields() {
    codec.fields(null);
  }

  /** The fields of the answer whose head is being handled, as octets where they still are. */
  public MultiMap answerFields() {
    return (HeadersMultiMap) parts.fields();
  }

  /** Runs a task once, when what is being read from the server now has been handled. */
  public void afterRead(Runnable task) {
    answers.afterRead(task);
  }

  /**
   * Takes the parts of the body of the answer whose head is being handled, in place of Vert.x.
   *
   * @param taker owns what it is given; is given nothing more once Vert.x told the answer's end
   */
  public void takeBody(Consumer<ByteBuf> taker) {
    parts.giveTo(taker);
  }

  /** Nobody wants the rest of the body that {@link #takeBody} gave away: it is thrown away. */
  public void dropBody() {
    parts.drop();
  }

  /** Reads no further in this answer; some of what was received may still come, even its end. */
  public void pauseReading() {
    pipeline.channel().config().setAutoRead(false);
  }

  /** Reads on. */
  public void resumeReading() {
    pipeline.channel().config().setAutoRead(true);
  }

  /**
   * Has the head of a request sent, which waits for what follows it: {@link #sendPart} and {@link
   * #flush}, or the request's end.
   *
   * @param sendHead sends it by Vert.x
   */
  public void sendHead(Runnable sendHead) {
    sending().withoutFlush(sendHead);
  }

  /**
   * Sends a part of the body of the request whose head was sent, past Vert.x: that would not give
   * back the memory of what it can't send any more. The end is Vert.x' to send.
   *
   * @param octets given back in any case; on their way after {@link #flush}
   */
  public void sendPart(ByteBuf octets) {
    pipeline.write(new DefaultHttpContent(octets));
  }

  /** What was sent is on its way. */
  public void flush() {
    pipeline.flush();
  }

  /** Whether the server takes more without its being kept here. */
  public boolean isWritable() {
    return pipeline.channel().isWritable();
  }

  /** Runs a task once, as soon as the server takes more; null: none. */
  public void onWritable(Runnable task) {
    sending().onWritable(task);
  }

  private RequestSending sending() {
    if (sending == null) {
      sending = new RequestSending();
      pipeline.addAfter(CODEC, "requestSending", sending);
    }
    return sending;
  }

  /** Trailers for the request whose end is sent next; it must be chunked. */
  public void endWith(Iterable<Map.Entry<String, String>> fields) {
    if (trailers == null) {
      trailers = new RequestTrailers();
      pipeline.addAfter(CODEC, "requestTrailers", trailers);
    }
    trailers.set(fields);
  }
}
