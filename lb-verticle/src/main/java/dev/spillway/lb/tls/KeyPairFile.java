package dev.spillway.lb.tls;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.impl.KeyStoreHelper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;

/** A certificate's file and its key's. Reads them in the calling thread. */
record KeyPairFile(String certificate, String key) {
  private static final String CERTIFICATES = "gateway.tls.certificates";
  private static final String KEYS = "gateway.tls.keys";

  /**
   * Reads both.
   *
   * @throws TlsException if one can't be read or is no PEM file, or the key is not the
   *     certificate's
   */
  HostCertificate read(Vertx vertx) {
    Buffer certificatePem = bytes(CERTIFICATES, certificate);
    Buffer keyPem = bytes(KEYS, key);
    PublicKey open = publicKey(certificatePem);
    HostCertificate read = load(vertx, certificatePem, keyPem);
    if (!belongTogether(read.key(), open)) {
      throw new TlsException(
          "%s: %s is not the key of the certificate in %s".formatted(KEYS, key, certificate), null);
    }
    return read;
  }

  private static Buffer bytes(String setting, String file) {
    try {
      return Buffer.buffer(Files.readAllBytes(Path.of(file)));
    } catch (NoSuchFileException e) {
      throw new TlsException("%s: there is no file %s".formatted(setting, file), e);
    } catch (AccessDeniedException e) {
      throw new TlsException("%s: %s may not be read".formatted(setting, file), e);
    } catch (IOException e) {
      throw new TlsException(
          "%s: %s can't be read: %s".formatted(setting, file, e.getMessage()), e);
    }
  }

  private PublicKey publicKey(Buffer pem) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(pem.getBytes()))
          .getPublicKey();
    } catch (GeneralSecurityException e) {
      throw new TlsException(
          "%s: %s holds no certificate in PEM form".formatted(CERTIFICATES, certificate), e);
    }
  }

  private HostCertificate load(Vertx vertx, Buffer certificatePem, Buffer keyPem) {
    try {
      KeyStore store =
          new PemKeyCertOptions()
              .addCertValue(certificatePem)
              .addKeyValue(keyPem)
              .loadKeyStore(vertx);
      for (String alias : Collections.list(store.aliases())) {
        Key found = store.getKey(alias, KeyStoreHelper.DUMMY_PASSWORD.toCharArray());
        if (found instanceof PrivateKey secret) {
          return new HostCertificate(
              Arrays.stream(store.getCertificateChain(alias))
                  .map(X509Certificate.class::cast)
                  .toList(),
              secret);
        }
      }
      throw noKey(null);
    } catch (TlsException e) {
      throw e;
    } catch (Exception e) { // Vert.x declares no less
      throw noKey(e);
    }
  }

  private TlsException noKey(Exception cause) {
    return new TlsException(
        "%s: %s holds no unencrypted private key (RSA or EC) in PEM form".formatted(KEYS, key),
        cause);
  }

  private static boolean belongTogether(PrivateKey secret, PublicKey open) {
    String algorithm =
        switch (secret.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> secret.getAlgorithm();
        };
    byte[] probe = {1, 2, 3};
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(secret);
      signature.update(probe);
      byte[] signed = signature.sign();
      signature.initVerify(open);
      signature.update(probe);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false; // a key of another kind
    }
  }
}
