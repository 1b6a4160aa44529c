package dev.spillway.launcher.up;

import dev.spillway.config.SpillwayConfig;
import dev.spillway.state.PoolSnapshot;
import dev.spillway.state.SharedState;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;

/** The gateways of the installation beside our own. */
final class OtherGateways {
  private final SpillwayConfig config;
  private final SharedState state;
  private final String ourGateway;

  OtherGateways(SpillwayConfig config, SharedState state, String ourGateway) {
    this.config = config;
    this.state = state;
    this.ourGateway = ourGateway;
  }

  /**
   * Whether servers must go on running for them; says so if they must. Also if that can't be found
   * out: a server too many does less harm than a request that is cut.
   */
  Future<Boolean> useServers(Consumer<String> out) {
    List<Future<PoolSnapshot>> looks =
        config.pools().keySet().stream().map(pool -> state.pool(pool).snapshot()).toList();
    return Future.all(looks)
        .map(
            all ->
                all.<PoolSnapshot>list().stream()
                    .flatMap(pool -> pool.gateways().stream())
                    .anyMatch(gateway -> !gateway.equals(ourGateway)))
        .onSuccess(
            used -> {
              if (used) {
                out.accept("Servers go on running: other gateways use them.");
              }
            })
        .otherwise(
            failure -> {
              out.accept("Servers go on running: " + failure.getMessage());
              return true;
            });
  }
}
