package dev.spillway.lb.forward;

import dev.spillway.config.PoolConfig;
import dev.spillway.lb.framing.ServerFraming;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections from one event loop to the servers of one pool. The client adds nothing and
 * changes nothing: no User-Agent, no redirect followed, no cookie kept, nothing decoded.
 */
final class Upstream {
  private static final int MAX_RESPONSE_HEAD = 256 * 1024;

  private static final Logger LOGGER = LoggerFactory.getLogger(Upstream.class);

  private final WebClient client;
  private final Set<HttpConnection> unused = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Origin.Cache origins = new Origin.Cache();

  Upstream(Vertx vertx, PoolConfig pool) {
    WebClientOptions options = new WebClientOptions();
    options
        .setFollowRedirects(false)
        .setUserAgentEnabled(false)
        .setDecompressionSupported(false)
        .setKeepAlive(true)
        .setPipelining(false)
        .setMaxHeaderSize(MAX_RESPONSE_HEAD)
        .setConnectTimeout((int) Math.min(pool.timeouts().connect().toMillis(), Integer.MAX_VALUE))
        .setTcpNoDelay(true);
    HttpClient connections =
        vertx
            .httpClientBuilder()
            .with(options)
            .with(poolOptions(pool.maxRequests()))
            .withConnectHandler(this::connected)
            .build();
    client = WebClient.wrap(connections, options);
    ResponseHeadInterceptor.install(client);
  }

  /** Each request is told of what befell it; what else a connection has to say is for debugging. */
  private void connected(HttpConnection connection) {
    ServerFraming.install(connection, MAX_RESPONSE_HEAD);
    unused.add(connection);
    connection.closeHandler(closed -> unused.remove(connection));
    connection.exceptionHandler(
        cause -> LOGGER.debug("event=server-connection-failed cause=\"{}\"", cause.getMessage()));
  }

  /**
   * Permits bound the requests, so the connections must never be the tighter bound: a client that
   * leaves gives its permit back at once, while its connection may take a moment longer to come or
   * to go.
   */
  private static PoolOptions poolOptions(int maxRequests) {
    int connections = Math.max(maxRequests, 8) * 2;
    return new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(connections);
  }

  /** Whether a connection has carried a request before; it counts as used from now on. */
  boolean reused(HttpConnection connection) {
    return unused.isEmpty() || !unused.remove(connection);
  }

  HttpRequest<Buffer> request(HttpMethod method, String url, String uri) {
    Origin origin = origins.of(url);
    return client.request(method, origin.port(), origin.host(), uri).ssl(origin.ssl());
  }
}
