package dev.spillway.lb.framing;

/**
 * Why a message is not passed on. A request with a fault gets {@link #status()}, and its connection
 * is closed; an answer with one becomes a 502.
 */
public enum MessageFault {
  /** A CR without LF after it (RFC 9112 §2.2). */
  BARE_CR(400, "a CR that no LF follows"),
  /** A LF without CR before it (RFC 9112 §2.2). */
  BARE_LF(400, "a LF that follows no CR"),
  /** NUL, DEL or another control character in a head (RFC 9110 §5.5). */
  CONTROL_CHARACTER(400, "a control character in the head"),
  /** No method, target and version with single spaces between them (RFC 9112 §3). */
  REQUEST_LINE(400, "a first line that is not METHOD SP TARGET SP HTTP/1.1"),
  /** A major version other than 1 (RFC 9110 §15.6.6). */
  VERSION(505, "a version of HTTP other than 1.x"),
  /** Longer than any method in use (RFC 9112 §3). */
  METHOD_TOO_LONG(501, "a method longer than any known"),
  /** A form of the target that its method doesn't allow, or none at all (RFC 9112 §3.2). */
  TARGET(400, "an invalid request target"),
  /** Longer than {@code gateway.limits.uri} (RFC 9110 §15.5.15). */
  TARGET_TOO_LONG(414, "the request target is longer than it may be"),
  /** Longer than {@code gateway.limits.head} (RFC 6585 §5). */
  HEAD_TOO_LONG(431, "the header fields are longer than they may be"),
  /** A line of fields that begins with white space (RFC 9112 §5.2). */
  OBSOLETE_FOLDING(400, "a field on several lines"),
  /** White space between a field's name and its colon (RFC 9112 §5.1). */
  SPACE_BEFORE_COLON(400, "white space before the colon of a field"),
  /** A line of fields without a colon, or whose name is no token (RFC 9110 §5.1). */
  FIELD_NAME(400, "an invalid field name"),
  /** Content-Length is no decimal number (RFC 9112 §6.3). */
  LENGTH(400, "a Content-Length that is no number"),
  /** Content-Length more than once (RFC 9112 §6.3). */
  SEVERAL_LENGTHS(400, "several Content-Length fields"),
  /** Content-Length beside Transfer-Encoding (RFC 9112 §6.1). */
  LENGTH_AND_CODING(400, "both Content-Length and Transfer-Encoding"),
  /** Codings that don't end in one chunked, or are written oddly (RFC 9112 §6.3, §7). */
  CODING(400, "a Transfer-Encoding that is not chunked once, at its end"),
  /** A coding before chunked that the gateway can't undo (RFC 9112 §6.1). */
  UNKNOWN_CODING(501, "a transfer coding other than chunked"),
  /** Transfer-Encoding in a message of HTTP/1.0 (RFC 9112 §6.1). */
  CODING_IN_HTTP_1_0(400, "Transfer-Encoding in HTTP/1.0"),
  /** A field of drafts of WebSocket that hides a body without a length. */
  OBSOLETE_WEBSOCKET(400, "a field of an obsolete draft of WebSocket"),
  /** A name that some servers take for Content-Length: they would find a body where none is. */
  NEARLY_LENGTH(400, "a field whose name is Content-Length but for one letter"),
  /** No hexadecimal number, or one of more than 31 bits (RFC 9112 §7.1). */
  CHUNK_SIZE(400, "an invalid chunk size"),
  /** Invalid, or more of them than any use needs (RFC 9112 §7.1.1). */
  CHUNK_EXTENSION(400, "an invalid or too long chunk extension"),
  /** No CRLF after the bytes of a chunk (RFC 9112 §7.1). */
  CHUNK_END(400, "a chunk that does not end where it should"),
  /** HTTP/1.1 without Host (RFC 9112 §3.2). */
  HOST_MISSING(400, "no Host field"),
  /** Host more than once (RFC 9112 §3.2). */
  SEVERAL_HOSTS(400, "several Host fields"),
  /** Host is no host with an optional port (RFC 9110 §7.2). */
  HOST(400, "an invalid Host"),
  /** Host names another authority than the target does (RFC 9112 §3.2.2). */
  HOST_AND_TARGET(400, "a Host that is not the one of the request target"),
  /** The head took longer than {@code gateway.timeouts.head} (RFC 9110 §15.5.9). */
  HEAD_TIMEOUT(408, "the head of the request took longer than it may"),
  /** The body took longer than {@code gateway.timeouts.body} allows (RFC 9110 §15.5.9). */
  BODY_TIMEOUT(408, "the body of the request came slower than it may"),
  /** Longer than {@code gateway.limits.body} (RFC 9110 §15.5.14). */
  BODY_TOO_LONG(413, "the request body is longer than it may be"),
  /** No version, status and reason (RFC 9112 §4); of answers only. */
  STATUS_LINE(400, "a first line that is not HTTP/1.1 SP STATUS"),
  /** A length or coding where no body can be (RFC 9112 §6.1, RFC 9110 §8.6); of answers only. */
  BODY_WHERE_NONE_MAY_BE(400, "a body where there can't be one"),
  /** Bytes that answer no request; of answers only. */
  UNASKED(400, "bytes that answer no request"),
  /** Refused by the decoder itself. */
  OTHER(400, "this is no valid HTTP request");

  private final int status;
  private final String text;

  MessageFault(int status, String text) {
    this.status = status;
    this.text = text;
  }

  /** What a request with this fault is answered, 4xx or 5xx. */
  public int status() {
    return status;
  }

  /** What was found, for a person. */
  public String text() {
    return text;
  }
}
