package dev.spillway.lb.tls;

import dev.spillway.config.TlsConfig;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The files of all certificates. Blocks the calling thread while it reads; for one at a time. */
final class CertificateFiles {
  private final Vertx vertx;
  private final List<KeyPairFile> pairs;
  private List<String> seen = List.of();

  CertificateFiles(Vertx vertx, TlsConfig tls) {
    this.vertx = vertx;
    this.pairs =
        IntStream.range(0, tls.certificates().size())
            .mapToObj(i -> new KeyPairFile(tls.certificates().get(i), tls.keys().get(i)))
            .toList();
  }

  /** Whether a file has changed since this was last asked, or since the files were read. */
  boolean changed() {
    List<String> now = stamps();
    boolean changed = !now.equals(seen);
    seen = now;
    return changed;
  }

  /**
   * Reads all of them.
   *
   * @throws TlsException if they can't be used
   */
  KeyCertOptions read() {
    seen = stamps();
    return KeyCertOptions.wrap(
        new HostKeyManager(pairs.stream().map(pair -> pair.read(vertx)).toList()));
  }

  private List<String> stamps() {
    List<String> stamps = new ArrayList<>();
    pairs.stream()
        .flatMap(pair -> Stream.of(pair.certificate(), pair.key()))
        .forEach(file -> stamps.add(stamp(Path.of(file))));
    return stamps;
  }

  /** The place a link leads to is part of it: mounted secrets are changed by moving a link. */
  private static String stamp(Path file) {
    try {
      Path real = file.toRealPath();
      return real + " " + Files.getLastModifiedTime(real) + " " + Files.size(real);
    } catch (IOException e) {
      return "missing";
    }
  }
}
