package dev.spillway.lb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A self-signed certificate and its key, made by openssl. */
record TestCertificate(Path certificate, Path key) {

  /** For a host, with {@code name} in its subject to tell it by. */
  static TestCertificate make(Path directory, String file, String host, String name) {
    Path certificate = directory.resolve(file + ".pem");
    Path key = directory.resolve(file + ".key");
    try {
      Process openssl =
          new ProcessBuilder(
                  "openssl",
                  "req",
                  "-x509",
                  "-newkey",
                  "ec",
                  "-pkeyopt",
                  "ec_paramgen_curve:prime256v1",
                  "-nodes",
                  "-days",
                  "2",
                  "-subj",
                  "/O=" + name + "/CN=" + host,
                  "-addext",
                  "subjectAltName=DNS:" + host + ",DNS:localhost",
                  "-keyout",
                  key.toString(),
                  "-out",
                  certificate.toString())
              .redirectErrorStream(true)
              .start();
      String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(openssl.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(openssl.exitValue()).as(said).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return new TestCertificate(certificate, key);
  }
}
