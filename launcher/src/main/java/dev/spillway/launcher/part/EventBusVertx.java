package dev.spillway.launcher.part;

import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import dev.spillway.config.ClusterConfig;
import dev.spillway.config.TransportChoice;
import dev.spillway.launcher.CommandFailure;
import dev.spillway.launcher.lifecycle.Waiting;
import dev.spillway.lb.ServingLoops;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.transport.Transport;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts Vert.x, with an event bus of its own or with one that spans the cluster. */
public final class EventBusVertx {
  private static final Logger LOGGER = LoggerFactory.getLogger(EventBusVertx.class);

  private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(60);

  /** A member that hangs is left out after this long; one that dies, at once. */
  private static final int NO_HEARTBEAT_SECONDS = 5;

  /**
   * Hazelcast takes an operation for lost when it has heard nothing of it for this long and five
   * seconds more. While one that moves data is lost, nobody can join, so this must be far below
   * {@link #JOIN_TIMEOUT}; its default would be above.
   */
  private static final int OPERATION_TIMEOUT_MILLIS = 10_000;

  private EventBusVertx() {}

  /**
   * Blocks: joining a cluster takes some two seconds.
   *
   * @param servingLoops event loops that are a gateway's alone, besides one for each processor
   */
  public static Vertx start(
      ClusterConfig cluster, String instance, TransportChoice sockets, int servingLoops)
      throws InterruptedException {
    Transport transport = SocketTransport.choose(sockets);
    LOGGER.debug("event=transport-chosen transport={}", transport.name());
    VertxOptions options = new VertxOptions();
    if (servingLoops > 0) {
      transport = ReservingTransport.of(transport, new ServingLoops(servingLoops));
      options.setEventLoopPoolSize(servingLoops + Runtime.getRuntime().availableProcessors());
    }
    VertxBuilder builder = Vertx.builder().withTransport(transport).with(options);
    return cluster.enabled() ? join(builder, options, cluster, instance) : builder.build();
  }

  private static Vertx join(
      VertxBuilder builder, VertxOptions options, ClusterConfig cluster, String instance)
      throws InterruptedException {
    EventBusOptions bus = EventBusTls.of(cluster.tls());
    cluster.host().ifPresent(bus::setHost);
    try {
      return Waiting.await(
          builder
              .with(options.setEventBusOptions(bus))
              .withClusterManager(new HazelcastClusterManager(hazelcast(cluster, instance)))
              .buildClustered(),
          JOIN_TIMEOUT,
          "joining the cluster");
    } catch (RuntimeException e) {
      throw CommandFailure.failed(
          "the cluster of %s could not be joined: %s. Expected hosts of this network, this one"
                  .formatted(String.join(",", cluster.members()), e.getMessage())
              + " included, in --cluster or cluster.members",
          e);
    }
  }

  /** Installations that share a network, or a machine, are clusters of their own. */
  static Config hazelcast(ClusterConfig cluster, String instance) {
    // Some of its classes log before they have seen the configuration.
    System.setProperty("hazelcast.logging.type", "slf4j");
    Config config = ConfigUtil.loadConfig();
    config.setClusterName(ClusterName.of(instance, cluster.secret()));
    config.getSerializationConfig().setJavaSerializationFilterConfig(ownClassesAlone());
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    // Members that end at the same time would wait for each other to take over what they hold.
    config.setProperty("hazelcast.graceful.shutdown.max.wait", "3");
    config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
    config.setProperty(
        "hazelcast.max.no.heartbeat.seconds", Integer.toString(NO_HEARTBEAT_SECONDS));
    config.setProperty(
        "hazelcast.operation.call.timeout.millis", Integer.toString(OPERATION_TIMEOUT_MILLIS));
    // On the cluster's network alone, not on those that it shares with servers and clients.
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.getNetworkConfig().setPort(cluster.port()).setPortAutoIncrement(true);
    cluster.host().ifPresent(host -> listenOn(config, host));
    JoinConfig join = config.getNetworkConfig().getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true);
    MemberAddresses.of(cluster.members()).forEach(join.getTcpIpConfig()::addMember);
    return config;
  }

  /**
   * A member may send objects, and making some classes' objects runs code of the sender's choice.
   */
  private static JavaSerializationFilterConfig ownClassesAlone() {
    ClassFilter allowed = new ClassFilter();
    allowed.addPrefixes("com.hazelcast.", "io.vertx.spi.cluster.hazelcast.", "java.lang.");
    return new JavaSerializationFilterConfig().setWhitelist(allowed);
  }

  private static void listenOn(Config config, String host) {
    config.setProperty("hazelcast.local.localAddress", host);
    config.getNetworkConfig().getInterfaces().setEnabled(false);
  }
}
