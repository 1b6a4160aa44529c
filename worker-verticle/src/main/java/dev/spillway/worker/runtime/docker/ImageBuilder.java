package dev.spillway.worker.runtime.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.BuildResponseItem;
import dev.spillway.config.DockerConfig;
import dev.spillway.worker.runtime.ServerRuntimeException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds an image from files on this machine, unless it is there already, built from the very same
 * files: their digest is kept in the image's label {@code spillway.content}.
 */
public final class ImageBuilder {
  private static final Logger LOG = LoggerFactory.getLogger(ImageBuilder.class);
  private static final String CONTENT = "spillway.content";
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private final DockerDaemon daemon;
  private final String image;
  private final Consumer<String> progress;

  private ImageBuilder(DockerDaemon daemon, String image, Consumer<String> progress) {
    this.daemon = daemon;
    this.image = image;
    this.progress = progress;
  }

  /**
   * Builds the image if need be. Fails with a {@link ServerRuntimeException} that says what to do.
   *
   * @param directory where the {@code Dockerfile} is
   * @param files what it copies, as files and directories relative to that directory
   * @param progress told each step of a build, and nothing where none is needed; on any thread
   */
  public static Future<Void> build(
      Vertx vertx,
      DockerConfig docker,
      Path directory,
      List<String> files,
      String image,
      Consumer<String> progress) {
    DockerDaemon daemon = DockerDaemon.at(docker.host());
    DockerCalls calls = new DockerCalls(vertx, docker.host(), 1);
    ImageBuilder builder = new ImageBuilder(daemon, image, progress);
    return calls
        .slow("building image " + image, TIMEOUT, () -> builder.buildIfChanged(directory, files))
        .eventually(
            () ->
                calls
                    .close()
                    .compose(
                        closed ->
                            vertx.executeBlocking(
                                () -> {
                                  daemon.close();
                                  return null;
                                })));
  }

  private Void buildIfChanged(Path directory, List<String> files)
      throws IOException, InterruptedException {
    BuildContext context = context(directory, files);
    Optional<Built> earlier = find();
    if (earlier.filter(built -> built.content().equals(context.digest())).isPresent()) {
      return null;
    }
    progress.accept(
        "building image " + image + (earlier.isPresent() ? ": its files have changed" : ""));
    build(context);
    earlier.ifPresent(this::removeUnlessUsed);
    progress.accept("image " + image + " is built");
    return null;
  }

  private BuildContext context(Path directory, List<String> files) throws IOException {
    try {
      return BuildContext.of(directory, files);
    } catch (NoSuchFileException e) {
      throw new ServerRuntimeException(
          "image %s can't be built: %s is missing; build Spillway first (mvn package)"
              .formatted(image, e.getFile()),
          e);
    }
  }

  /** An image that is there, and the digest of what it was built from. */
  private record Built(String id, String content) {}

  private Optional<Built> find() {
    try {
      var found = daemon.calls().inspectImageCmd(image).exec();
      Map<String, String> labels =
          found.getConfig() == null || found.getConfig().getLabels() == null
              ? Map.of()
              : found.getConfig().getLabels();
      return Optional.of(new Built(found.getId(), labels.getOrDefault(CONTENT, "")));
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  private void build(BuildContext context) throws IOException, InterruptedException {
    try (Steps steps = new Steps()) {
      daemon
          .streams()
          .buildImageCmd(context.stream())
          .withTags(Set.of(ImagePull.withTag(image)))
          .withLabels(Map.of(CONTENT, context.digest()))
          .withRemove(true)
          .withForcerm(true)
          .exec(steps);
      steps.await(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (DockerException e) {
      throw new ServerRuntimeException(
          "image %s can't be built: %s".formatted(image, DockerFailure.said(e).strip()), e);
    }
    if (find().filter(built -> built.content().equals(context.digest())).isEmpty()) {
      throw new ServerRuntimeException(
          "image %s can't be built: docker ended the build without it".formatted(image));
    }
  }

  /** The image of before has lost its name; it stays only as long as containers need it. */
  private void removeUnlessUsed(Built earlier) {
    try {
      if (!earlier.content().isEmpty()) {
        daemon.calls().removeImageCmd(earlier.id()).exec();
      }
    } catch (DockerException e) {
      LOG.debug("earlier image not removed id={} reason={}", earlier.id(), e.getMessage());
    }
  }

  /** Tells of each step of the Dockerfile, and of the error that ended it. */
  private final class Steps extends QuietCallback<BuildResponseItem> {
    @Override
    public void onNext(BuildResponseItem item) {
      if (item.isErrorIndicated()) {
        onError(new DockerException(message(item), 500));
        return;
      }
      String text = String.valueOf(item.getStream()).strip();
      if (text.startsWith("Step ")) {
        progress.accept("  " + text);
      }
    }

    private String message(BuildResponseItem item) {
      return item.getErrorDetail() != null && item.getErrorDetail().getMessage() != null
          ? item.getErrorDetail().getMessage()
          : "no reason given";
    }
  }
}
