package dev.spillway.lb.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Shows a client a certificate for the host that it names (RFC 6066 §3), else the first one. All
 * hosts share one TLS context: Vert.x' own way keeps one for every name that any client has ever
 * made up under a wildcard. Safe for use by several threads.
 */
final class HostKeyManager extends X509ExtendedKeyManager {
  private final List<HostCertificate> certificates;
  private final Map<String, Integer> byHost = new HashMap<>();

  /** At least one certificate; of several for one host, the first counts. */
  HostKeyManager(List<HostCertificate> certificates) {
    this.certificates = List.copyOf(certificates);
    for (int i = 0; i < certificates.size(); i++) {
      for (String host : certificates.get(i).hosts()) {
        byHost.putIfAbsent(host, i);
      }
    }
  }

  @Override
  public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
    return alias(keyType, hostNamedIn(engine.getHandshakeSession()));
  }

  /**
   * The alias of the certificate for that host; null: its key is of another type, for which TLS
   * asks next.
   *
   * @param host as the client wrote it; empty: it named none
   */
  String alias(String keyType, String host) {
    int chosen = certificateFor(host.toLowerCase(Locale.ROOT));
    return certificates.get(chosen).isOf(keyType) ? String.valueOf(chosen) : null;
  }

  private int certificateFor(String host) {
    Integer exact = byHost.get(host);
    if (exact != null) {
      return exact;
    }
    int dot = host.indexOf('.');
    return dot > 0 ? byHost.getOrDefault("*" + host.substring(dot), 0) : 0;
  }

  private static String hostNamedIn(SSLSession session) {
    if (session instanceof ExtendedSSLSession extended) {
      for (SNIServerName name : extended.getRequestedServerNames()) {
        if (name.getType() == StandardConstants.SNI_HOST_NAME && name instanceof SNIHostName host) {
          return host.getAsciiName();
        }
      }
    }
    return "";
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return certificates.get(Integer.parseInt(alias)).chain().toArray(X509Certificate[]::new);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return certificates.get(Integer.parseInt(alias)).key();
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    return alias(keyType, "");
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    String alias = alias(keyType, "");
    return alias == null ? new String[0] : new String[] {alias};
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return new String[0]; // a server's alone
  }

  @Override
  public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
    return null; // a server's alone
  }
}
