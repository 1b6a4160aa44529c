package dev.spillway.lb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A self-signed certificate and its key, made by openssl. */
record TestCertificate(Path certificate, Path key) {

  /** For a host, with {@code name} in its subject to tell it by. */
  static TestCertificate make(Path directory, String file, String host, String name) {
    return make(directory, file, host, name, "ec -pkeyopt ec_paramgen_curve:prime256v1");
  }

  /** The same with a key of this kind, as openssl's {@code -newkey} is told. */
  static TestCertificate make(
      Path directory, String file, String host, String name, String kindOfKey) {
    Path certificate = directory.resolve(file + ".pem");
    Path key = directory.resolve(file + ".key");
    List<String> command = new ArrayList<>(List.of("openssl", "req", "-x509", "-newkey"));
    command.addAll(List.of(kindOfKey.split(" ")));
    command.addAll(List.of("-nodes", "-days", "2", "-subj", "/O=" + name + "/CN=" + host));
    command.addAll(List.of("-addext", "subjectAltName=DNS:" + host + ",DNS:localhost"));
    command.addAll(List.of("-keyout", key.toString(), "-out", certificate.toString()));
    try {
      Process openssl = new ProcessBuilder(command).redirectErrorStream(true).start();
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
