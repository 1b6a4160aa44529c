package dev.spillway.lb.tls;

import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * The cipher suites that are spoken, the preferred ones first: those that RFC 9325 §4.2 recommends
 * for TLS 1.2 (with ChaCha20, for processors without AES), and those of TLS 1.3. All are
 * authenticated encryption with forward secrecy, and allowed in HTTP/2 (RFC 9113 §9.2.2).
 */
final class CipherSuites {
  private static final List<String> ORDER =
      List.of(
          "TLS_AES_256_GCM_SHA384",
          "TLS_AES_128_GCM_SHA256",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  private CipherSuites() {}

  /** All of them, in order. */
  static Set<String> all() {
    return new LinkedHashSet<>(ORDER);
  }

  /** Those that this Java runtime knows, in order. */
  static Set<String> ofJdk() {
    try {
      Set<String> known = all();
      known.retainAll(
          Arrays.asList(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites()));
      return known;
    } catch (NoSuchAlgorithmException e) {
      throw new TlsException("this Java runtime has no TLS: " + e.getMessage(), e);
    }
  }
}
