package dev.spillway.worker.runtime.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.ResponseItem;
import dev.spillway.worker.runtime.ServerRuntimeException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings an image onto the daemon's machine. */
final class ImagePull {
  private static final Logger LOG = LoggerFactory.getLogger(ImagePull.class);

  /** How long a pull may take. */
  static final Duration TIMEOUT = Duration.ofMinutes(15);

  private final DockerDaemon daemon;

  ImagePull(DockerDaemon daemon) {
    this.daemon = daemon;
  }

  boolean present(String image) {
    try {
      daemon.calls().inspectImageCmd(image).exec();
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  /** Blocks until the image is there; logs its progress every few seconds. */
  Void pull(String pool, String image) throws InterruptedException, IOException {
    LOG.info("pulling image pool={} image={}", pool, image);
    try (Progress progress = new Progress(image, System::nanoTime)) {
      daemon.streams().pullImageCmd(withTag(image)).exec(progress);
      progress.await(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (DockerException e) {
      throw unavailable(pool, image, DockerFailure.said(e), e);
    }
    if (!present(image)) {
      throw unavailable(pool, image, "docker ended the pull without it", null);
    }
    LOG.info("image pulled pool={} image={}", pool, image);
    return null;
  }

  /** Without a tag Docker would pull all of them. */
  static String withTag(String image) {
    String lastPart = image.substring(image.lastIndexOf('/') + 1);
    return lastPart.contains(":") || lastPart.contains("@") ? image : image + ":latest";
  }

  private static ServerRuntimeException unavailable(
      String pool, String image, String reason, Throwable cause) {
    return new ServerRuntimeException(
        "image %s of pool %s is not on this machine and can't be pulled: %s; build it (docker build -t %s …), log in to its registry, or correct pools.%s.image"
            .formatted(image, pool, reason, image, pool),
        cause);
  }

  /** Sums up what the daemon tells of each layer. Called by one thread. */
  static final class Progress extends QuietCallback<PullResponseItem> {
    private static final long INTERVAL_NANOS = Duration.ofSeconds(3).toNanos();

    private final String image;
    private final LongSupplier nanoTime;
    private final Map<String, Layer> layers = new HashMap<>();
    private long logged;

    Progress(String image, LongSupplier nanoTime) {
      this.image = image;
      this.nanoTime = nanoTime;
      this.logged = nanoTime.getAsLong();
    }

    private record Layer(long loaded, long size) {}

    @Override
    public void onNext(PullResponseItem item) {
      if (item.isErrorIndicated()) {
        onError(new DockerException(message(item), 500));
        return;
      }
      ResponseItem.ProgressDetail detail = item.getProgressDetail();
      if (item.getId() != null
          && detail != null
          && detail.getTotal() != null
          && detail.getCurrent() != null
          && "Downloading".equals(item.getStatus())) {
        layers.put(item.getId(), new Layer(detail.getCurrent(), detail.getTotal()));
      }
      long now = nanoTime.getAsLong();
      if (now - logged >= INTERVAL_NANOS) {
        logged = now;
        LOG.info("pulling image image={} {}", image, summary());
      }
    }

    private static String message(PullResponseItem item) {
      return item.getErrorDetail() != null && item.getErrorDetail().getMessage() != null
          ? item.getErrorDetail().getMessage()
          : String.valueOf(item.getStatus());
    }

    /** What has arrived of the layers begun so far. */
    String summary() {
      long loaded = layers.values().stream().mapToLong(Layer::loaded).sum();
      long size = layers.values().stream().mapToLong(Layer::size).sum();
      return "layers=%d downloaded=%.1fMB of=%.1fMB"
          .formatted(layers.size(), loaded / 1e6, size / 1e6);
    }
  }
}
