package example;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says when a pool of Spillway is full, and when nothing waits any more. A member of the cluster like
 * any other; of Spillway it knows the events alone.
 */
public final class PoolFullAlert {
  /** Published when something happens to a pool: kind, value, detail. */
  private static final String POOL = "spillway.pool";

  private final Map<String, Map<String, Long>> waitingByPoolAndGateway = new HashMap<>();
  private final Set<String> full = new HashSet<>();

  public static void main(String[] arguments) throws Exception {
    Map<String, String> flags = new HashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      flags.put(arguments[i], arguments[i + 1]);
    }
    String cluster = flags.getOrDefault("--cluster", "127.0.0.1");
    String instance = flags.getOrDefault("--instance", "default");
    int port = Integer.parseInt(flags.getOrDefault("--port", "5701"));

    Vertx.builder()
        .withClusterManager(
            new HazelcastClusterManager(
                hazelcast(Arrays.asList(cluster.split(",")), instance, port)))
        .buildClustered()
        .compose(vertx -> new PoolFullAlert().listen(vertx))
        .toCompletionStage()
        .toCompletableFuture()
        .get();
    System.out.println("joined the cluster of " + cluster);
  }

  /** Spillway's clusters are named after the instance, and find each other by a list of hosts. */
  private static Config hazelcast(List<String> members, String instance, int port) {
    Config config = ConfigUtil.loadConfig();
    config.setClusterName("spillway-" + instance);
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.logging.type", "none");
    config.getNetworkConfig().setPort(port).setPortAutoIncrement(true);
    JoinConfig join = config.getNetworkConfig().getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true);
    for (String member : members) {
      for (int next = port; next < port + 10; next++) {
        join.getTcpIpConfig().addMember(member + ":" + next);
      }
    }
    return config;
  }

  private Future<Void> listen(Vertx vertx) {
    return vertx
        .eventBus()
        .<JsonObject>consumer(POOL, message -> heard(message.body()))
        .completion();
  }

  /** Events come one at a time, on one event loop. */
  private void heard(JsonObject event) {
    String pool = event.getString("pool");
    switch (event.getString("kind", "")) {
      case "maximum-reached" -> alert(pool, event.getLong("value", 0L));
      case "queue" -> {
        waitingByPoolAndGateway
            .computeIfAbsent(pool, name -> new HashMap<>())
            .put(event.getString("source"), event.getLong("value", 0L));
        lookAtQueue(pool);
      }
      default -> {} // kinds of later versions, too
    }
  }

  private void alert(String pool, long servers) {
    if (full.add(pool)) {
      System.out.printf(
          "ALERT pool %s is full: at most %d %s allowed, and requests wait%n",
          pool, servers, servers == 1 ? "server is" : "servers are");
    }
  }

  private void lookAtQueue(String pool) {
    long waiting =
        waitingByPoolAndGateway.get(pool).values().stream().mapToLong(Long::longValue).sum();
    if (waiting == 0 && full.remove(pool)) {
      System.out.printf("OK pool %s: nothing waits any more%n", pool);
    }
  }
}
