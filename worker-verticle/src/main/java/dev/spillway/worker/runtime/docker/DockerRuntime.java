package dev.spillway.worker.runtime.docker;

import com.github.dockerjava.api.model.Container;
import dev.spillway.config.DockerConfig;
import dev.spillway.config.PoolConfig;
import dev.spillway.worker.runtime.EndedOutputs;
import dev.spillway.worker.runtime.RunningServer;
import dev.spillway.worker.runtime.ServerExit;
import dev.spillway.worker.runtime.ServerNames;
import dev.spillway.worker.runtime.ServerRuntime;
import dev.spillway.worker.runtime.ServerRuntimeException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Servers as Docker containers. A container's name and hostname are its server's name; its labels
 * {@code spillway.instance}, {@code spillway.pool} and {@code spillway.server} say whose it is, and
 * no container without this instance's label is ever touched.
 *
 * <p>Works through a Unix socket or TCP (TLS by {@code DOCKER_TLS_VERIFY} and {@code
 * DOCKER_CERT_PATH}, as the docker command does). A daemon that hangs fails each call in time.
 */
public final class DockerRuntime implements ServerRuntime {
  private static final Logger LOG = LoggerFactory.getLogger(DockerRuntime.class);
  private static final Set<String> RUNNING = Set.of("running", "paused");
  private static final Duration PING_TIMEOUT = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final Context context;
  private final DockerDaemon daemon;
  private final DockerCalls calls;
  private final ContainerList containers;
  private final ContainerStart starter;
  private final ContainerStop stopper;
  private final ImagePull images;
  private final ContainerAddress address;
  private final ContainerEvents events;
  private final Leftovers leftovers;
  private final SettledEnds settled = new SettledEnds();
  private final FailedStarts failedStarts = new FailedStarts();
  private final EndedOutputs endedOutputs = new EndedOutputs();
  private final Map<String, Future<Void>> pulls = new ConcurrentHashMap<>();
  private final List<Handler<ServerExit>> exitHandlers = new CopyOnWriteArrayList<>();

  private DockerRuntime(Vertx vertx, DockerDaemon daemon, DockerConfig config, String instance) {
    Labels labels = new Labels(instance);
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.daemon = daemon;
    this.calls = new DockerCalls(vertx, daemon.host(), config.parallelStarts());
    this.address = new ContainerAddress(config.network());
    this.containers = new ContainerList(daemon.calls(), labels);
    this.starter = new ContainerStart(daemon.calls(), labels, address, settled, endedOutputs);
    this.stopper = new ContainerStop(daemon);
    this.images = new ImagePull(daemon);
    ContainerEnds ends = new ContainerEnds(daemon, calls, settled, endedOutputs, this::tell);
    this.leftovers = new Leftovers(daemon, calls, ends, failedStarts);
    this.events = new ContainerEvents(vertx, context, daemon, labels, ends::dealWith, this::list);
  }

  /**
   * Connects to the daemon and takes over the containers that still run. Fails with a {@link
   * ServerRuntimeException} that says what to do if the daemon can't be reached.
   */
  public static Future<DockerRuntime> connect(Vertx vertx, DockerConfig config, String instance) {
    DockerRuntime runtime;
    try {
      runtime = new DockerRuntime(vertx, DockerDaemon.at(config.host()), config, instance);
    } catch (ServerRuntimeException e) {
      return Future.failedFuture(e);
    }
    if (config.host().startsWith("tcp:") && config.network().isEmpty()) {
      LOG.info(
          "containers publish their ports on 127.0.0.1 of the daemon's machine: if that is not this"
              + " one, set docker.network docker.host={}",
          config.host());
    }
    return runtime
        .ping()
        .compose(answered -> runtime.events.follow())
        .compose(following -> runtime.list())
        .map(
            servers -> {
              servers.forEach(
                  server ->
                      LOG.info("server taken over server={} {}", server.name(), server.url()));
              return runtime;
            })
        .recover(e -> runtime.close().transform(closed -> Future.failedFuture(e)));
  }

  @Override
  public String kind() {
    return "docker";
  }

  @Override
  public Future<Void> prepare(PoolConfig pool) {
    if (pool.image().isEmpty()) {
      return Future.failedFuture(
          new ServerRuntimeException(
              "pool %s has no image, but its servers are to be containers: set pools.%s.image, or runtime: process"
                  .formatted(pool.name(), pool.name())));
    }
    String image = pool.image().get();
    return calls
        .quick("looking for image " + image, () -> images.present(image))
        .compose(present -> present ? Future.succeededFuture() : pull(pool.name(), image));
  }

  /** Whoever needs the same image waits for the same pull. */
  private Future<Void> pull(String pool, String image) {
    return pulls.computeIfAbsent(
        image,
        missing ->
            calls
                .slow("pulling image " + image, ImagePull.TIMEOUT, () -> images.pull(pool, image))
                .onComplete(pulled -> context.runOnContext(now -> pulls.remove(image))));
  }

  @Override
  public Future<RunningServer> start(PoolConfig pool, String server) {
    return Future.succeededFuture(server)
        .map(ServerNames::check)
        .compose(name -> prepare(pool))
        .compose(prepared -> calls.start("starting server " + server, () -> startNow(pool, server)))
        .onFailure(failure -> failedStarts.failed(server, Instant.now()));
  }

  private RunningServer startNow(PoolConfig pool, String server) throws Exception {
    failedStarts.begun(server);
    for (Container earlier : containers.ofServer(server)) {
      settled.settle(earlier.getId());
      ContainerRemove.force(daemon.calls(), earlier.getId());
    }
    endedOutputs.forget(server);
    return starter.start(pool, server);
  }

  @Override
  public Future<Void> stop(String server, Duration grace) {
    return calls.slow(
        "stopping server " + server,
        grace.plus(DockerCalls.TIMEOUT.multipliedBy(2)),
        () -> {
          for (Container container : containers.ofServer(server)) {
            stopNow(container.getId(), grace);
          }
          return null;
        });
  }

  private void stopNow(String id, Duration grace) throws IOException {
    settled.settle(id);
    try {
      stopper.stop(id, grace);
    } catch (IOException | RuntimeException e) {
      settled.reopen(id); // It is still there, so its end is news again.
      throw e;
    }
  }

  @Override
  public Future<List<RunningServer>> list() {
    Instant askedAt = Instant.now();
    return calls
        .quick("listing containers", containers::all)
        .compose(found -> leftovers.clearAway(found, askedAt).map(cleared -> found))
        .map(found -> found.stream().map(this::running).flatMap(Optional::stream).toList());
  }

  private Optional<RunningServer> running(Container container) {
    if (!RUNNING.contains(container.getState())) {
      return Optional.empty();
    }
    Map<String, String> labels = container.getLabels();
    return address
        .url(container)
        .map(url -> new RunningServer(Labels.pool(labels), Labels.server(labels), url));
  }

  private void tell(ServerExit exit) {
    context.runOnContext(now -> exitHandlers.forEach(handler -> handler.handle(exit)));
  }

  @Override
  public Future<String> lastOutput(String server) {
    return calls
        .quick(
            "reading the log of server " + server,
            () -> {
              List<Container> found = containers.ofServer(server);
              return found.isEmpty()
                  ? endedOutputs.of(server).orElse("")
                  : ContainerLog.lastLines(daemon.calls(), found.get(0).getId());
            })
        .otherwise("");
  }

  @Override
  public void onExit(Handler<ServerExit> handler) {
    exitHandlers.add(handler);
  }

  @Override
  public Future<Void> ping() {
    return calls.quick("ping", PING_TIMEOUT, () -> daemon.calls().pingCmd().exec());
  }

  @Override
  public Future<Void> close() {
    exitHandlers.clear();
    events.close();
    return calls
        .close()
        .<Void>compose(
            closed ->
                vertx.executeBlocking(
                    () -> {
                      daemon.close();
                      return null;
                    },
                    false));
  }
}
