package io.vertx.core.http.impl;

/**
 * A request of HTTP/1.1 that is told to no tracer and no metrics of Vert.x, and that has a Host
 * field of its own. Vert.x puts two texts together for each request, in case that one of these
 * wants them.
 */
final class UntracedRequest extends HttpClientRequestImpl {
  private final String authority;

  UntracedRequest(
      HttpClientConnectionInternal connection, HttpClientStream stream, String authority) {
    super(connection, stream);
    this.authority = authority;
  }

  @Override
  protected String authority() {
    return authority;
  }

  /** What was asked for; that is absolute only if the request's target is. */
  @Override
  public String absoluteURI() {
    return getURI();
  }
}
