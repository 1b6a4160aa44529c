package dev.spillway.lb.tls;

import io.vertx.core.net.KeyCertOptions;

/**
 * How a gateway speaks TLS.
 *
 * @param provider what encrypts
 * @param certificates shown to clients, each to those who name its host
 */
public record ServedTls(TlsProvider provider, KeyCertOptions certificates) {

  /** The same with other certificates. */
  public ServedTls with(KeyCertOptions others) {
    return new ServedTls(provider, others);
  }
}
