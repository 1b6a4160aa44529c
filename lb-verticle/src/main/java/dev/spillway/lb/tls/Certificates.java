package dev.spillway.lb.tls;

import dev.spillway.config.TlsConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates of one gateway: read when it starts, and again whenever a file has changed.
 * Files that can't be used are said to be so once, and those before them stay in use.
 */
public final class Certificates {
  private static final Logger LOGGER = LoggerFactory.getLogger(Certificates.class);

  private final Vertx vertx;
  private final TlsConfig tls;
  private final CertificateFiles files;
  private long timer = -1;

  /** Nothing is read yet. */
  public Certificates(Vertx vertx, TlsConfig tls) {
    this.vertx = vertx;
    this.tls = tls;
    this.files = new CertificateFiles(vertx, tls);
  }

  /** Reads the files off the event loop; fails with a {@link TlsException}. */
  public Future<KeyCertOptions> read() {
    return vertx.executeBlocking(files::read);
  }

  /**
   * Looks at the files from now on.
   *
   * @param use takes certificates into use
   */
  public void watch(Function<KeyCertOptions, Future<?>> use) {
    timer = vertx.setTimer(tls.reload().toMillis(), id -> look(use));
  }

  private void look(Function<KeyCertOptions, Future<?>> use) {
    vertx
        .<KeyCertOptions>executeBlocking(() -> files.changed() ? files.read() : null)
        .compose(
            changed ->
                changed == null
                    ? Future.succeededFuture()
                    : use.apply(changed)
                        .onSuccess(
                            v ->
                                LOGGER.info(
                                    "event=certificates-reloaded files=\"{}\"",
                                    String.join(", ", tls.certificates()))))
        .onFailure(
            cause ->
                LOGGER.warn(
                    "event=certificates-not-reloaded cause=\"{}\" kept=\"those before\"",
                    cause.getMessage()))
        .onComplete(
            done -> {
              if (timer >= 0) {
                watch(use);
              }
            });
  }

  /** Stops looking. */
  public void stop() {
    vertx.cancelTimer(timer);
    timer = -1;
  }
}
