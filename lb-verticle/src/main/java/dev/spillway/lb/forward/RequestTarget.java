package dev.spillway.lb.forward;

import dev.spillway.lb.framing.MessageFault;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * What a request line asks for (RFC 9112 §3.2), kept as it was sent.
 *
 * @param uri the path and query to send on, byte for byte those of the client
 * @param path the path alone, for finding the pool; {@code /} for the asterisk-form
 * @param secure whether the absolute-form's scheme is https
 * @param authority the authority of the absolute-form, which takes the place of the Host field (RFC
 *     9112 §3.2.2), or of a request of HTTP/2; empty otherwise
 */
public record RequestTarget(String uri, String path, String authority, boolean secure) {
  private static final String HTTP = "http://";
  private static final String HTTPS = "https://";

  /**
   * Reads a request target whose bytes are the characters' low eight bits.
   *
   * @throws BadRequest 400 if it is none of the forms a gateway serves
   */
  public static RequestTarget parse(String target) throws BadRequest {
    String raw = asWritten(target);
    if (raw.startsWith("/")) {
      return new RequestTarget(raw, pathOf(raw), "", false);
    }
    if (raw.equals("*")) {
      return new RequestTarget(raw, "/", "", false);
    }
    int start = schemeLength(raw);
    if (start == 0) {
      throw new BadRequest(MessageFault.TARGET);
    }
    return absolute(raw, start);
  }

  private static RequestTarget absolute(String raw, int start) throws BadRequest {
    int end = start;
    while (end < raw.length() && raw.charAt(end) != '/' && raw.charAt(end) != '?') {
      end++;
    }
    String authority = raw.substring(start, end);
    if (!Authority.isValid(authority)) {
      throw new BadRequest(MessageFault.TARGET);
    }
    String rest = raw.substring(end);
    String uri = rest.startsWith("/") ? rest : "/" + rest;
    return new RequestTarget(uri, pathOf(uri), authority, start == HTTPS.length());
  }

  /** The same of a request of HTTP/2, which tells its authority apart (RFC 9113 §8.3.1). */
  public RequestTarget at(String pseudoHeader) {
    return new RequestTarget(uri, path, pseudoHeader, secure);
  }

  /** Whether a valid Host names the authority of this absolute-form. */
  public boolean isFor(String host) {
    return Authority.same(authority, host, secure ? 443 : 80);
  }

  private static int schemeLength(String raw) {
    if (raw.regionMatches(true, 0, HTTP, 0, HTTP.length())) {
      return HTTP.length();
    }
    return raw.regionMatches(true, 0, HTTPS, 0, HTTPS.length()) ? HTTPS.length() : 0;
  }

  private static String pathOf(String uri) {
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }

  /**
   * The decoder makes one character of each byte, the encoder writes UTF-8: bytes beyond ASCII come
   * out as they came in only if they are read as UTF-8 in between.
   */
  private static String asWritten(String target) throws BadRequest {
    boolean ascii = true;
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c == 0x7f || c == '#') {
        throw new BadRequest(MessageFault.TARGET);
      }
      ascii &= c < 0x80;
    }
    if (ascii) {
      return target;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(target.getBytes(StandardCharsets.ISO_8859_1)))
          .toString();
    } catch (CharacterCodingException e) {
      throw new BadRequest(MessageFault.TARGET);
    }
  }
}
