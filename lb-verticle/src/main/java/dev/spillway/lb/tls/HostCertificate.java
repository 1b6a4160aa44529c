package dev.spillway.lb.tls;

import io.vertx.core.net.impl.KeyStoreHelper;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A certificate with its private key.
 *
 * @param chain the certificate, then those that vouch for it
 */
record HostCertificate(List<X509Certificate> chain, PrivateKey key) {
  /** The number of DNS names among the kinds of alternative names (RFC 5280 §4.2.1.6). */
  private static final int DNS_NAME = 2;

  HostCertificate {
    chain = List.copyOf(chain);
  }

  /**
   * The hosts that it is for, in lower case: its DNS names and its common name; {@code
   * *.example.org} stands for one label before the rest.
   *
   * @throws TlsException if they can't be read
   */
  Set<String> hosts() {
    X509Certificate certificate = chain.get(0);
    Set<String> hosts = new LinkedHashSet<>();
    try {
      if (certificate.getSubjectAlternativeNames() != null) {
        certificate.getSubjectAlternativeNames().stream()
            .filter(name -> name.get(0).equals(DNS_NAME))
            .forEach(name -> hosts.add(lower(name.get(1).toString())));
      }
      KeyStoreHelper.getX509CertificateCommonNames(certificate.getSubjectX500Principal().getName())
          .forEach(name -> hosts.add(lower(name)));
      return hosts;
    } catch (Exception e) { // Vert.x declares no less
      throw new TlsException(
          "the hosts of the certificate of %s can't be read: %s"
              .formatted(certificate.getSubjectX500Principal(), e.getMessage()),
          e);
    }
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Whether its key is of a kind that TLS asks for: {@code RSA}, {@code EC}, {@code EC_RSA}. */
  boolean isOf(String keyType) {
    String kind = key.getAlgorithm();
    return keyType.equals(kind) || keyType.startsWith(kind + "_");
  }
}
