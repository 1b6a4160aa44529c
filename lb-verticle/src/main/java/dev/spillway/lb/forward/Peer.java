package dev.spillway.lb.forward;

import io.netty.util.AsciiString;

/**
 * Who is at the other end of a client connection, and what is the same for each of its requests.
 * For the event loop of the connection.
 */
public final class Peer {
  private static final AsciiString HTTP = AsciiString.cached("http");
  private static final AsciiString HTTPS = AsciiString.cached("https");

  private final String address;
  private final boolean trusted;
  private final AsciiString localPort;
  private final AsciiString scheme;
  private final AsciiString forwardedFor;
  private final String node;
  private String lastHost = "";
  private AsciiString lastElement = AsciiString.EMPTY_STRING;

  /**
   * @param address its IP address as text (RFC 5952), without a zone; empty if it has none
   * @param trusted whether its word about the client is taken
   * @param localPort the port it connected to; negative if there is none
   * @param tls whether it speaks TLS to us
   */
  Peer(String address, boolean trusted, int localPort, boolean tls) {
    this.address = address;
    this.trusted = trusted;
    this.localPort =
        localPort < 0 ? AsciiString.EMPTY_STRING : AsciiString.of(Integer.toString(localPort));
    this.scheme = tls ? HTTPS : HTTP;
    this.forwardedFor = AsciiString.of(address.isEmpty() ? "unknown" : address);
    this.node = node(address);
  }

  /** An identifier of RFC 7239 §6. */
  private static String node(String address) {
    if (address.isEmpty()) {
      return "unknown";
    }
    return address.indexOf(':') < 0 ? address : "\"[" + address + "]\"";
  }

  /** Its IP address as text, without brackets or zone; empty if it has none. */
  public String address() {
    return address;
  }

  /** Whether its word about the client is taken. */
  public boolean trusted() {
    return trusted;
  }

  /** The port it connected to; empty if there is none. */
  AsciiString localPort() {
    return localPort;
  }

  /** How it speaks to us: http or https. */
  AsciiString scheme() {
    return scheme;
  }

  /** What a request of this peer adds to X-Forwarded-For. */
  AsciiString forwardedFor() {
    return forwardedFor;
  }

  /**
   * The element that a request of this peer adds to Forwarded (RFC 7239 §4). Made once for requests
   * to the same host.
   *
   * @param host null: not said
   */
  CharSequence forwardedElement(String host) {
    String named = host == null ? "" : host;
    if (lastElement.isEmpty() || !named.equals(lastHost)) {
      lastHost = named;
      StringBuilder element = new StringBuilder(48 + named.length()).append("for=").append(node);
      if (!named.isEmpty()) {
        appendValue(element.append(";host="), named);
      }
      lastElement = AsciiString.of(element.append(";proto=").append(scheme));
    }
    return lastElement;
  }

  /** As a token, or as a quoted string where it is none (RFC 9110 §5.6). */
  private static void appendValue(StringBuilder to, String value) {
    boolean token = true;
    for (int i = 0; i < value.length() && token; i++) {
      token = isTokenCharacter(value.charAt(i));
    }
    if (token) {
      to.append(value);
      return;
    }
    to.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        to.append('\\');
      }
      to.append(c);
    }
    to.append('"');
  }

  private static boolean isTokenCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }
}
