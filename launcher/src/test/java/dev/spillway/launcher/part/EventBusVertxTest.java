package dev.spillway.launcher.part;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import dev.spillway.config.ClusterConfig;
import dev.spillway.config.ConfigLoader;
import org.junit.jupiter.api.Test;

class EventBusVertxTest {
  private static final Config CONFIG =
      EventBusVertx.hazelcast(
          config("cluster: {members: [10.0.0.1, '10.0.0.2:5800'], port: 5750}"), "shop");

  private static ClusterConfig config(String yaml) {
    return ConfigLoader.parse(yaml).cluster();
  }

  @Test
  void membersAreFoundByTheirAddressesAndInNoOtherWay() {
    JoinConfig join = CONFIG.getNetworkConfig().getJoin();

    assertThat(join.getTcpIpConfig().isEnabled()).isTrue();
    assertThat(join.getTcpIpConfig().getMembers()).containsExactly("10.0.0.1", "10.0.0.2:5800");
    assertThat(join.getMulticastConfig().isEnabled()).isFalse();
    assertThat(join.getAutoDetectionConfig().isEnabled()).isFalse();
    assertThat(CONFIG.getNetworkConfig().getPort()).isEqualTo(5750);
  }

  @Test
  void installationsDoNotJoinEachOther() {
    assertThat(CONFIG.getClusterName()).isEqualTo("spillway-shop");
  }

  @Test
  void aSecretMakesAClusterOfItsOwnAndIsNotShown() {
    ClusterConfig one = config("cluster: {members: [10.0.0.1], secret: one}");
    ClusterConfig other = config("cluster: {members: [10.0.0.1], secret: other}");

    String name = EventBusVertx.hazelcast(one, "shop").getClusterName();

    assertThat(name)
        .isEqualTo(EventBusVertx.hazelcast(one, "shop").getClusterName())
        .isNotEqualTo(EventBusVertx.hazelcast(other, "shop").getClusterName())
        .isNotEqualTo(EventBusVertx.hazelcast(one, "stop").getClusterName())
        .startsWith("spillway-shop-")
        .doesNotContain("one");
  }

  @Test
  void objectsOfForeignClassesAreNotMade() {
    ClassFilter allowed =
        CONFIG.getSerializationConfig().getJavaSerializationFilterConfig().getWhitelist();

    assertThat(allowed.isListed("io.vertx.spi.cluster.hazelcast.impl.HazelcastNodeInfo")).isTrue();
    assertThat(allowed.isListed("javax.management.BadAttributeValueExpException")).isFalse();
  }

  @Test
  void aHungMemberIsLeftOutSoonAndNothingIsSentHome() {
    assertThat(CONFIG.getProperty("hazelcast.max.no.heartbeat.seconds")).isEqualTo("5");
    assertThat(CONFIG.getProperty("hazelcast.heartbeat.interval.seconds")).isEqualTo("1");
    assertThat(CONFIG.getProperty("hazelcast.operation.call.timeout.millis")).isEqualTo("10000");
    assertThat(CONFIG.getProperty("hazelcast.phone.home.enabled")).isEqualTo("false");
  }

  @Test
  void whatTheEventBusKeepsThereIsStillSetUp() {
    assertThat(CONFIG.getMultiMapConfigs()).containsKey("__vertx.subs");
  }
}
