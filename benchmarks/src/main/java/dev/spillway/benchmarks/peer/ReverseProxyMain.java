package dev.spillway.benchmarks.peer;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.httpproxy.HttpProxy;

/** The process of {@link VertxHttpProxyPeer}: its port, and the backend's. */
public final class ReverseProxyMain {
  private ReverseProxyMain() {}

  /** Runs until it is killed. */
  public static void main(String[] args) {
    int port = Integer.parseInt(args[0]);
    int backend = Integer.parseInt(args[1]);
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    HttpProxy proxy =
        HttpProxy.reverseProxy(
            vertx.createHttpClient(
                new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(1_000)));
    proxy.origin(backend, "127.0.0.1");
    vertx
        .createHttpServer()
        .requestHandler(proxy)
        .listen(port, "127.0.0.1")
        .onFailure(
            cause -> {
              System.err.println("can't listen on port " + port + ": " + cause.getMessage());
              System.exit(1);
            });
  }
}
