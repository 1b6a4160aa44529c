package dev.spillway.lb;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** An HTTP/2 connection on which every frame is the test's own (RFC 9113 §4.1). */
final class RawHttp2 implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int END_STREAM = 1;
  static final int ACK = 1;
  static final int END_HEADERS = 4;
  private static final int WITH_PRIORITY = 0x20;

  static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  private final RawClient client;
  private final DataInputStream in;
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false, 1 << 20);

  /** One frame. */
  @SuppressWarnings("ArrayRecordComponent") // not compared
  record Frame(int type, int flags, int stream, byte[] payload) {
    boolean has(int flag) {
      return (flags & flag) != 0;
    }

    /** The error code of RST_STREAM or GOAWAY. */
    int error() {
      int at = type == GOAWAY ? 4 : 0;
      return Unpooled.wrappedBuffer(payload).getInt(at);
    }
  }

  /** Connects and sends preface and empty settings. */
  RawHttp2(RawClient client) {
    this.client = client;
    this.in = new DataInputStream(client.in());
    client.send(PREFACE);
    frame(SETTINGS, 0, 0);
  }

  RawHttp2 frame(int type, int flags, int stream, byte... payload) {
    ByteBuf frame = Unpooled.buffer();
    frame.writeMedium(payload.length).writeByte(type).writeByte(flags).writeInt(stream);
    frame.writeBytes(payload);
    client.send(Arrays.copyOf(frame.array(), frame.readableBytes()));
    return this;
  }

  /** Name and value in turns, as literals that are not indexed (RFC 7541 §6.2.2). */
  static byte[] block(String... fields) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (int i = 0; i < fields.length; i += 2) {
      block.write(0);
      literal(block, fields[i]);
      literal(block, fields[i + 1]);
    }
    return block.toByteArray();
  }

  private static void literal(ByteArrayOutputStream block, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length < 127) {
      block.write(bytes.length);
    } else {
      block.write(127);
      int rest = bytes.length - 127;
      while (rest >= 128) {
        block.write(rest % 128 + 128);
        rest /= 128;
      }
      block.write(rest);
    }
    block.writeBytes(bytes);
  }

  /** A request's head, with further fields. */
  static byte[] get(String path, String... more) {
    return request("GET", path, more);
  }

  static byte[] request(String method, String path, String... more) {
    byte[] first =
        block(":method", method, ":scheme", "http", ":path", path, ":authority", "example.org:81");
    byte[] rest = block(more);
    byte[] all = Arrays.copyOf(first, first.length + rest.length);
    System.arraycopy(rest, 0, all, first.length, rest.length);
    return all;
  }

  /** The next frame; null if the connection ends instead. */
  Frame next() {
    try {
      int first = in.read();
      if (first < 0) {
        return null;
      }
      int length = first << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      return new Frame(type, flags, stream, in.readNBytes(length));
    } catch (IOException e) {
      return null; // a reset ends it as well
    }
  }

  /** The next frame of a kind; those before it are dropped. */
  Frame next(int type) {
    StringBuilder dropped = new StringBuilder();
    Frame frame = next();
    while (frame != null && frame.type() != type) {
      dropped.append(' ').append(frame.type());
      if (frame.type() == GOAWAY) {
        dropped.append(new String(frame.payload(), StandardCharsets.ISO_8859_1));
      }
      frame = next();
    }
    if (frame == null) {
      throw new AssertionError(
          "the connection ended before a frame of type %d, after%s".formatted(type, dropped));
    }
    return frame;
  }

  /** The next head, put together if it takes several frames (RFC 9113 §6.10). */
  Frame nextHead() {
    Frame head = next(HEADERS);
    while (!head.has(END_HEADERS)) {
      Frame more = next();
      if (more == null || more.type() != CONTINUATION || more.stream() != head.stream()) {
        throw new AssertionError("expected the rest of a head, found " + more);
      }
      byte[] all = Arrays.copyOf(head.payload(), head.payload().length + more.payload().length);
      System.arraycopy(more.payload(), 0, all, head.payload().length, more.payload().length);
      head = new Frame(HEADERS, head.flags() | more.flags(), head.stream(), all);
    }
    return head;
  }

  /** The next frame of a stream; null if the connection ends instead. */
  Frame nextOf(int stream) {
    Frame frame = next();
    while (frame != null && frame.stream() != stream) {
      frame = next();
    }
    return frame;
  }

  /** A head's fields in order. */
  Map<String, String> fields(Frame head) {
    return fields(head, decoder);
  }

  /** The same of a head that refers to no other (RFC 7541 §2.3.2); fails if it does. */
  static Map<String, String> fieldsByThemselves(Frame head) {
    DefaultHttp2HeadersDecoder fresh = new DefaultHttp2HeadersDecoder(false);
    try {
      fresh.configuration().maxHeaderTableSize(1 << 20); // so that any size can be told
    } catch (Http2Exception e) {
      throw new IllegalStateException(e);
    }
    return fields(head, fresh);
  }

  private static Map<String, String> fields(Frame head, DefaultHttp2HeadersDecoder decoder) {
    try {
      int priority = head.has(WITH_PRIORITY) ? 5 : 0;
      ByteBuf block =
          Unpooled.wrappedBuffer(head.payload(), priority, head.payload().length - priority);
      Http2Headers headers = decoder.decodeHeaders(head.stream(), block);
      Map<String, String> fields = new LinkedHashMap<>();
      headers.forEach(field -> fields.put("" + field.getKey(), "" + field.getValue()));
      return fields;
    } catch (Http2Exception e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  RawClient client() {
    return client;
  }

  @Override
  public void close() {
    client.close();
  }
}
