package dev.spillway.state.redis;

import static dev.spillway.test.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.state.ExchangeAnswer;
import dev.spillway.state.ExchangeAnswer.Grant;
import dev.spillway.state.ServerState;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Servers are told in an exchange only if the gateway knows others. */
class RosterTest extends PoolFixture {
  private final PoolKeys keys = new PoolKeys("web");
  private final Map<String, Integer> sequences = new HashMap<>();

  /** An exchange as it goes over the wire. */
  private Response report(String gateway, String roster) {
    LuaScript script = TestClock.SCRIPTS.exchange();
    List<String> all = keys.withGateway(gateway);
    Request call = Request.cmd(Command.EVAL).arg(script.source()).arg(all.size());
    all.forEach(call::arg);
    int sequence = sequences.merge(gateway, 1, Integer::sum);
    Object[] arguments = {gateway, sequence, 1, 0, 0, LEASE.toMillis(), 3, 4, 0, roster};
    for (Object argument : arguments) {
      call.arg(argument.toString());
    }
    return clock.send(call);
  }

  private static String roster(Response reply) {
    return reply.get(8).toString();
  }

  private static int told(Response reply) {
    return reply.get(9).size();
  }

  @Test
  void serversThatAGatewayKnowsAreNotToldAgainUntilOneChanges() {
    String server = ready(2).get(1);
    Response first = report("a", "");
    assertThat(told(first)).isEqualTo(2);

    Response second = report("a", roster(first));
    assertThat(roster(second)).isEqualTo(roster(first));
    assertThat(told(second)).isZero();
    assertThat(second.get(10).size()).as("two numbers for each").isEqualTo(4);
    assertThat(told(report("b", ""))).as("to one that knows none").isEqualTo(2);

    drain(server);
    Response third = report("a", roster(first));
    assertThat(roster(third)).isNotEqualTo(roster(first));
    assertThat(third.get(9).get(1).get(2).toString()).isEqualTo("DRAINING");
    assertThat(told(report("a", roster(third)))).isZero();
  }

  @Test
  void theRosterIsThatOfAfterTheExchange() {
    exchange("a", 0);
    Response before = report("b", "");
    ExchangeAnswer asks = exchange("a", 3);

    assertThat(asks.created()).as("a record that the exchange made").hasSize(1);
    assertThat(asks.grants()).as("it does not take requests yet").isEmpty();
    Response after = report("b", roster(before));
    assertThat(told(after)).isEqualTo(1);

    start(asks.created().get(0));
    Grant grant = grant(exchange("a", 3), asks.created().get(0));
    assertThat(grant.state()).isEqualTo(ServerState.READY);
    assertThat(grant.url()).isEqualTo("http://" + grant.server());
    assertThat(grant.mayHold()).isEqualTo(3);
  }

  @Test
  void aServerThatTheExchangeBroughtBackIsToldAsReady() {
    String server = ready();
    drain(server);
    assertThat(grant(exchange("a", 0), server).state()).isEqualTo(ServerState.DRAINING);

    Grant grant = grant(exchange("a", 1), server);
    assertThat(grant.state()).isEqualTo(ServerState.READY);
    assertThat(grant.mayHold()).isEqualTo(4);
  }

  @Test
  void theSameServersAfterALossOfDataAreTheSameRoster() {
    String server = ready();
    Response before = report("a", "");
    clock.save();
    clock.comeBackWithWhatWasSaved();
    assertThat(roster(report("b", ""))).isEqualTo(roster(before));

    clock.loseData();
    await(pool.sweep("worker", LIMITS));
    Response empty = report("a", roster(before));
    assertThat(roster(empty)).as("%s is gone", server).isNotEqualTo(roster(before));
    assertThat(told(empty)).isZero();
  }
}
