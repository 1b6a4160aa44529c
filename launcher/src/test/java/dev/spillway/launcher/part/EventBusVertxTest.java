package dev.spillway.launcher.part;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import dev.spillway.config.ClusterConfig;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventBusVertxTest {
  private static final Config CONFIG =
      EventBusVertx.hazelcast(
          new ClusterConfig(List.of("10.0.0.1", "10.0.0.2:5800"), Optional.empty(), 5750), "shop");

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
  void aHungMemberIsLeftOutSoonAndNothingIsSentHome() {
    assertThat(CONFIG.getProperty("hazelcast.max.no.heartbeat.seconds")).isEqualTo("5");
    assertThat(CONFIG.getProperty("hazelcast.heartbeat.interval.seconds")).isEqualTo("1");
    assertThat(CONFIG.getProperty("hazelcast.phone.home.enabled")).isEqualTo("false");
  }

  @Test
  void whatTheEventBusKeepsThereIsStillSetUp() {
    assertThat(CONFIG.getMultiMapConfigs()).containsKey("__vertx.subs");
  }
}
