package dev.spillway.lb.wire.http2;

import dev.spillway.lb.wire.Channels;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;

/**
 * The heads of answers on one HTTP/2 connection to a client: most of their fields go past Vert.x
 * and Netty, to the end of the head that these write, with the status and what frames the body. For
 * the connection's event loop.
 */
public final class AnswerHeads {
  private static final AttributeKey<AnswerHeads> KEY =
      AttributeKey.valueOf(AnswerHeads.class, "of");

  /** What a frame may always be is 16,384 octets (RFC 9113 §4.2); this leaves room for the rest. */
  private static final int LONGEST = 4096;

  private static final int OTHER_FIELDS = 256; // what Vert.x adds to a list's size, at the most

  // A frame's header (RFC 9113 §4.1).
  private static final int TYPE = 3;
  private static final int STREAM = 5;
  private static final int HEADER = 9;
  private static final int PRIORITY = 5; // Vert.x says it with each head
  private static final byte HEADERS = 1;

  private final Channel channel;
  private final FieldNames names;
  private final Http2HeadersEncoder.Configuration encoder;
  private FieldBlock next; // null: none waits for its head
  private int stream;
  private boolean begun;

  AnswerHeads(Channel channel, FieldNames names, Http2HeadersEncoder.Configuration encoder) {
    this.channel = channel;
    this.names = names;
    this.encoder = encoder;
  }

  static AnswerHeads install(Channel channel, FieldNames names) {
    AnswerHeads heads =
        new AnswerHeads(
            channel,
            names,
            channel
                .pipeline()
                .get(Http2ConnectionHandler.class)
                .encoder()
                .configuration()
                .headersConfiguration());
    channel.attr(KEY).set(heads);
    return heads;
  }

  /** Those of a connection that speaks HTTP/2. */
  public static AnswerHeads of(HttpConnection connection) {
    return Channels.of(connection).attr(KEY).get();
  }

  /** Fields to be filled in. */
  public FieldBlock newFields() {
    return new FieldBlock(names);
  }

  /** Whether these may go past Netty: it divides what is too long, and refuses it if it must. */
  public boolean takes(FieldBlock fields) {
    return fields.length() <= LONGEST
        && fields.listSize() + OTHER_FIELDS <= encoder.maxHeaderListSize();
  }

  /** The head that is written now, in this very call, ends with these. */
  public void endNext(int stream, FieldBlock fields) {
    this.stream = stream;
    this.next = fields;
    this.begun = false;
  }

  /**
   * Flushes after the current task, in which a long head is written. Vert.x flushes a head with its
   * body, and keeps the body back while the client has much to take: with a head that alone is too
   * much (64 KiB) both would wait for ever.
   */
  public void flushSoon() {
    channel.eventLoop().execute(channel::flush);
  }

  /**
   * To be told of every buffer that Netty writes, in order. Lengthens the frame that the fields
   * belong to.
   *
   * @return what is to be written right behind it; most often null
   */
  FieldBlock after(ByteBuf written) {
    if (next == null) {
      return null;
    }
    if (begun) {
      FieldBlock fields = next;
      forget();
      return fields;
    }
    if (isHead(written)) {
      int start = written.readerIndex();
      written.setMedium(start, written.getUnsignedMedium(start) + next.length());
      begun = true;
    } else {
      forget(); // its head would have come before anything else
    }
    return null;
  }

  private boolean isHead(ByteBuf written) {
    int start = written.readerIndex();
    int size = written.readableBytes();
    return (size == HEADER || size == HEADER + PRIORITY)
        && written.getByte(start + TYPE) == HEADERS
        && written.getInt(start + STREAM) == stream;
  }

  /** No head was written: its stream is gone. */
  void forget() {
    next = null;
    begun = false;
  }
}
