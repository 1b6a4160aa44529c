package dev.spillway.lb.framing;

import io.netty.handler.codec.http.HttpMessage;

/**
 * A plain head: one of HTTP/1.1 that is all there, and whose body has a length, is chunked, or is
 * none. Nearly all heads are plain; whatever is in any way special or wrong is not, and is for a
 * {@link MessageScanner} and Netty's decoder.
 *
 * @param message what a decoder makes of it
 * @param size its octets, with those of its line ends
 * @param bodyLength in octets; {@link #CHUNKED} for a body that is chunked
 */
record PlainHead<M extends HttpMessage>(M message, int size, long bodyLength) {
  static final long CHUNKED = -1;
}
