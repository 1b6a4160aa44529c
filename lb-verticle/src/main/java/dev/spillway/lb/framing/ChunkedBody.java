package dev.spillway.lb.framing;

import static dev.spillway.lb.framing.Octets.CR;
import static dev.spillway.lb.framing.Octets.LF;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Takes chunked bodies out of their framing (RFC 9112 §7.1) while a scanner goes through it. The
 * data of all chunks of one read are one part, in the memory into which they were read: what stands
 * apart there is moved together, as each part costs more on its way than its octets do.
 *
 * <p>For the bodies of one connection, which follow one another, on its event loop.
 */
final class ChunkedBody implements BufferScan.Body {
  private ByteBuf read;
  private int from;
  private int to; // where the next data go; as from: there are none yet
  private ByteArrayOutputStream trailers; // null: there are none

  /** Octets were read; what of them belongs to a body is shown next. */
  void begin(ByteBuf octets) {
    read = octets;
    from = octets.readerIndex();
    to = from;
  }

  @Override
  public void data(int begin, int end) {
    if (from == to) {
      from = begin;
      to = end;
      return;
    }
    if (begin > to) {
      read.setBytes(to, read, begin, end - begin);
    }
    to += end - begin;
  }

  @Override
  public void trailers(byte[] octets, int begin, int end) {
    if (trailers == null) {
      if (octets[begin] == CR || octets[begin] == LF) {
        return;
      }
      trailers = new ByteArrayOutputStream();
    }
    trailers.write(octets, begin, end - begin);
  }

  /**
   * What the octets that were read last make of the body. They are given back, or are what is
   * returned.
   *
   * @param last whether the body ended with them
   * @return null if they hold no data, and the body goes on
   */
  HttpContent content(boolean last) {
    ByteBuf data = data();
    if (last) {
      return data.isReadable() || trailers != null
          ? new DefaultLastHttpContent(data, takeTrailers())
          : LastHttpContent.EMPTY_LAST_CONTENT;
    }
    return data.isReadable() ? new DefaultHttpContent(data) : null;
  }

  private ByteBuf data() {
    ByteBuf octets = read;
    read = null;
    if (from == to) {
      octets.release();
      return Unpooled.EMPTY_BUFFER;
    }
    return octets.setIndex(from, to);
  }

  /** The lines are sound: they were scanned. */
  private HttpHeaders takeTrailers() {
    if (trailers == null) {
      return EmptyHttpHeaders.INSTANCE;
    }
    HttpHeaders fields = HeadersMultiMap.caseInsensitive();
    for (String line : trailers.toString(StandardCharsets.ISO_8859_1).strip().split("\r\n", -1)) {
      int colon = line.indexOf(':');
      fields.add(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
    }
    trailers = null;
    return fields;
  }
}
