package dev.spillway.benchmarks.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A self-signed certificate that lasts for a day, made by {@code openssl}; every proxy has the
 * same.
 *
 * @param certificate a PEM file
 * @param key a PEM file
 * @param both a PEM file with one after the other, as HAProxy wants it
 */
public record Certificate(Path certificate, Path key, Path both) {
  /** What all proxies are held to, so that none is measured with a cheaper one. */
  public static final String PROTOCOL = "TLSv1.3";

  /** See {@link #PROTOCOL}. */
  public static final String CIPHER_SUITE = "TLS_AES_256_GCM_SHA384";

  /** Makes one, with a key on the curve P-256. */
  public static Certificate make(Path directory) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Path certificate = directory.resolve("certificate.pem");
    Path key = directory.resolve("key.pem");
    List<String> command =
        List.of(
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1"
                .split(" "));
    Process openssl =
        new ProcessBuilder(
                concat(
                    command,
                    List.of("-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"),
                    List.of("-keyout", key.toString(), "-out", certificate.toString())))
            .redirectErrorStream(true)
            .start();
    String output = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (openssl.waitFor() != 0) {
      throw new IOException("openssl made no certificate, it says:\n" + output);
    }
    Path both = directory.resolve("both.pem");
    Files.writeString(both, Files.readString(certificate) + Files.readString(key));
    return new Certificate(certificate, key, both);
  }

  private static List<String> concat(List<String> one, List<String> two, List<String> three) {
    return Stream.of(one, two, three).flatMap(List::stream).toList();
  }
}
