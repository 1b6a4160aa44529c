package dev.spillway.lb.tls;

import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;

/** BoringSSL with our cipher suites; by itself Vert.x enables all that the library knows. */
final class BoringSslEngine extends OpenSSLEngineOptions {

  @Override
  public BoringSslEngine copy() {
    return new BoringSslEngine();
  }

  @Override
  public SslContextFactory sslContextFactory() {
    return new DefaultSslContextFactory(SslProvider.OPENSSL, isSessionCacheEnabled()) {
      // Vert.x passes those of the server's options, a set without an order.
      @Override
      public SslContextFactory enabledCipherSuites(Set<String> configured) {
        return super.enabledCipherSuites(CipherSuites.all());
      }

      // Else each handshake would hand over the private key anew, to be parsed and checked.
      @Override
      public SslContextFactory keyMananagerFactory(KeyManagerFactory keys) {
        return super.keyMananagerFactory(new OpenSslCachingX509KeyManagerFactory(keys));
      }

      // Without tickets no session of TLS 1.3 could be resumed. Netty has them off; by setting no
      // keys they are made by the library, which changes them every other day.
      @Override
      public SslContext create() throws SSLException {
        SslContext context = super.create();
        if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
          sessions.setTicketKeys();
        }
        return context;
      }
    };
  }
}
