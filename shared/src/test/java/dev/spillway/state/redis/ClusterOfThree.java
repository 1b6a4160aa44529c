package dev.spillway.state.redis;

import static dev.spillway.test.Awaiting.await;
import static dev.spillway.test.Awaiting.until;

import dev.spillway.test.OwnRedis;
import dev.spillway.test.RealRedis;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A Redis Cluster of three nodes without replicas, each with a third of the slots. */
final class ClusterOfThree implements AutoCloseable {
  private static final int NODES = 3;
  private static final int SLOTS = 16_384;

  private final Vertx vertx;
  private final List<OwnRedis> nodes = new ArrayList<>();

  ClusterOfThree(Vertx vertx, RealRedis.Server sibling, Path directory) throws IOException {
    this.vertx = vertx;
    try {
      start(sibling, directory);
      join();
    } catch (IOException | RuntimeException | Error e) {
      close(); // a failed constructor leaves nobody who could
      throw e;
    }
  }

  private void start(RealRedis.Server sibling, Path directory) throws IOException {
    for (int i = 0; i < NODES; i++) {
      Path own = Files.createDirectory(directory.resolve("node-" + i));
      nodes.add(
          new OwnRedis(
              sibling,
              own,
              "--port",
              "PORT",
              "--cluster-enabled",
              "yes",
              "--cluster-announce-ip",
              "127.0.0.1",
              "--cluster-node-timeout",
              "1000"));
    }
  }

  private void join() {
    for (int i = 0; i < NODES; i++) {
      ask(i, cluster("SET-CONFIG-EPOCH").arg(i + 1));
      Request slots = cluster("ADDSLOTS");
      for (int slot = i; slot < SLOTS; slot += 1) {
        if (slot * NODES / SLOTS == i) {
          slots.arg(slot);
        }
      }
      ask(i, slots);
      ask(0, cluster("MEET").arg("127.0.0.1").arg(nodes.get(i).port()));
    }
    untilWhole();
  }

  private void untilWhole() {
    until("the cluster is whole", () -> nodes.stream().allMatch(this::knowsAll));
  }

  private boolean knowsAll(OwnRedis node) {
    String info = ask(nodes.indexOf(node), cluster("INFO")).toString();
    return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + NODES);
  }

  private static Request cluster(String what) {
    return Request.cmd(Command.CLUSTER).arg(what);
  }

  private Response ask(int node, Request request) {
    Redis client = Redis.createClient(vertx, "redis://127.0.0.1:" + nodes.get(node).port());
    return await(client.send(request).eventually(client::close));
  }

  /** What {@code redis.url} names. */
  String url() {
    return nodes.stream()
        .map(node -> "127.0.0.1:" + node.port())
        .collect(Collectors.joining(",", "redis-cluster://", ""));
  }

  List<Integer> keysPerNode() {
    List<Integer> keys = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      keys.add(ask(i, Request.cmd(Command.DBSIZE)).toInteger());
    }
    return keys;
  }

  /** Gives the slot of a pool that has no keys yet to the node after the one that has it. */
  void move(String pool) {
    int slot = ask(0, cluster("KEYSLOT").arg("{" + pool + "}")).toInteger();
    int target = (slot * NODES / SLOTS + 1) % NODES;
    String id = ask(target, cluster("MYID")).toString();
    for (int i = 0; i < NODES; i++) {
      ask((target + i) % NODES, cluster("SETSLOT").arg(slot).arg("NODE").arg(id));
    }
  }

  /** A node ends as in a crash, and is started again without its data. */
  void crashAndStart(int node) throws IOException {
    nodes.get(node).kill();
    nodes.get(node).start();
    untilWhole();
  }

  @Override
  public void close() {
    nodes.forEach(OwnRedis::close);
  }
}
