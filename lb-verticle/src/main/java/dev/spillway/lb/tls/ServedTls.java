package dev.spillway.lb.tls;

import io.vertx.core.net.PemKeyCertOptions;

/**
 * How a gateway speaks TLS.
 *
 * @param provider what encrypts
 * @param certificates shown to clients, each to those who name its host
 */
public record ServedTls(TlsProvider provider, PemKeyCertOptions certificates) {

  /** The same with other certificates. */
  public ServedTls with(PemKeyCertOptions others) {
    return new ServedTls(provider, others);
  }
}
