package io.vertx.core.http.impl;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;

/**
 * Connects to servers as Vert.x' own pool of connections does, for a pool that knows more than that
 * one. It is here because what it needs of Vert.x is private to this package; the published {@link
 * HttpClient#connect} hides the connection below, its end and whether it may still be used.
 */
public final class ServerConnector {
  // Vert.x closes a client that nobody refers to any more.
  private final CleanableHttpClient kept;
  private final HttpClientBase client;
  private final ContextInternal context;

  /**
   * For one event loop.
   *
   * @param client whose options hold; its connections close with it
   * @param context of the event loop
   */
  public ServerConnector(HttpClient client, ContextInternal context) {
    this.kept = (CleanableHttpClient) client;
    this.client = (HttpClientBase) kept.delegate;
    this.context = context;
  }

  /** Connects; fails with the reason if that can't be done. */
  public Future<HttpClientConnectionInternal> connect(String host, int port, boolean ssl) {
    SocketAddress server = SocketAddress.inetSocketAddress(port, host);
    return new HttpChannelConnector(
            client,
            client.netClient(),
            client.sslOptions(new HttpConnectOptions()),
            null,
            null,
            client.options().getProtocolVersion(),
            ssl,
            client.options().isUseAlpn(),
            HostAndPort.create(host, port),
            server,
            true,
            0)
        .httpConnect(context);
  }

  /**
   * Takes a place for a request on a connection.
   *
   * @return most often complete; fails if the connection has been closed
   */
  public Future<HttpClientStream> stream(HttpClientConnectionInternal connection) {
    return connection.createStream(context);
  }

  /**
   * Begins a request in its place; nothing is sent yet.
   *
   * @param authority the server's host and port
   * @param closed is called when the connection is done with it, also where it was reset
   */
  public HttpClientRequest request(
      HttpClientConnectionInternal connection,
      HttpClientStream stream,
      HttpMethod method,
      String uri,
      String authority,
      Runnable closed) {
    stream.closeHandler(v -> closed.run());
    HttpClientRequestImpl request =
        stream.version() == HttpVersion.HTTP_2
            ? new HttpClientRequestImpl(connection, stream)
            : new UntracedRequest(connection, stream, authority);
    request.setMethod(method);
    request.setURI(uri);
    return request;
  }
}
