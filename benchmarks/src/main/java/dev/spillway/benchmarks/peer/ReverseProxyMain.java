package dev.spillway.benchmarks.peer;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.OriginRequestProvider;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The process of {@link VertxHttpProxyPeer}: servers take turns. */
public final class ReverseProxyMain extends VerticleBase {
  private static final int FIRST_BACKEND = 5;

  private final HttpServerOptions listen;
  private final List<SocketAddress> backends;
  private int turn;

  private ReverseProxyMain(HttpServerOptions listen, List<SocketAddress> backends) {
    this.listen = listen;
    this.backends = backends;
  }

  /**
   * Runs until it is killed. Arguments: port, event loops, what clients speak, certificate, key,
   * and the backends' ports.
   */
  public static void main(String[] args) {
    int port = Integer.parseInt(args[0]);
    int loops = Integer.parseInt(args[1]);
    HttpServerOptions listen = options(port, Wire.valueOf(args[2]), args[3], args[4]);
    List<SocketAddress> backends =
        Stream.of(args)
            .skip(FIRST_BACKEND)
            .map(backend -> SocketAddress.inetSocketAddress(Integer.parseInt(backend), "127.0.0.1"))
            .toList();
    Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops))
        .deployVerticle(
            () -> new ReverseProxyMain(listen, backends),
            new DeploymentOptions().setInstances(loops))
        .onFailure(
            cause -> {
              System.err.println("can't listen on port " + port + ": " + cause.getMessage());
              System.exit(1);
            });
  }

  private static HttpServerOptions options(int port, Wire wire, String certificate, String key) {
    HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(port);
    if (wire.tls()) {
      options
          .setSsl(true)
          .setUseAlpn(wire.http2())
          .setKeyCertOptions(new PemKeyCertOptions().setCertPath(certificate).setKeyPath(key))
          .setEnabledSecureTransportProtocols(Set.of(Certificate.PROTOCOL))
          .addEnabledCipherSuite(Certificate.CIPHER_SUITE);
    }
    return options;
  }

  @Override
  public Future<?> start() {
    PoolOptions connections = new PoolOptions().setHttp1MaxSize(1_000);
    HttpProxy proxy =
        HttpProxy.reverseProxy(vertx.createHttpClient(new HttpClientOptions(), connections))
            .origin(OriginRequestProvider.selector(request -> Future.succeededFuture(next())))
            .addInterceptor(new SameFields());
    return vertx.createHttpServer(listen).requestHandler(proxy).listen();
  }

  private SocketAddress next() {
    turn = (turn + 1) % backends.size();
    return backends.get(turn);
  }
}
