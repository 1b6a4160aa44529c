package dev.spillway.lb.tls;

import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.Set;

/** The Java runtime's TLS with our cipher suites. */
final class JdkEngine extends JdkSSLEngineOptions {

  @Override
  public JdkEngine copy() {
    return new JdkEngine();
  }

  @Override
  public SslContextFactory sslContextFactory() {
    return new DefaultSslContextFactory(SslProvider.JDK, false) {
      // Vert.x passes those of the server's options, a set without an order.
      @Override
      public SslContextFactory enabledCipherSuites(Set<String> configured) {
        return super.enabledCipherSuites(CipherSuites.ofJdk());
      }
    };
  }
}
