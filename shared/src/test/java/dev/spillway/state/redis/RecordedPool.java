package dev.spillway.state.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.state.ServerState;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What Redis has recorded of a pool, read from its keys and not by the scripts under test. */
record RecordedPool(
    Map<String, ServerState> states,
    Map<String, Integer> capacities,
    Map<String, Integer> granted,
    Map<String, Integer> inFlight,
    Set<String> gateways,
    Map<String, Map<String, Permits>> permits) {

  record Permits(int granted, int inFlight) {}

  private static final String DUMP =
      """
      local lines = {}
      local function pairsOf(key)
        local flat, index = redis.call('HGETALL', key), -1
        return function()
          index = index + 2
          return flat[index], flat[index + 1]
        end
      end
      local base = 'spillway:{' .. ARGV[1] .. '}:'
      for name, json in pairsOf(base .. 'servers') do
        local server = cjson.decode(json)
        table.insert(lines, 'server|' .. name .. '|' .. server.state .. '|' .. server.capacity)
      end
      for _, kind in ipairs({ 'granted', 'inflight' }) do
        for name, number in pairsOf(base .. kind) do
          table.insert(lines, kind .. '|' .. name .. '|' .. number)
        end
      end
      for gateway in pairsOf(base .. 'gateways') do
        table.insert(lines, 'gateway|' .. gateway)
      end
      for _, key in ipairs(redis.call('KEYS', base .. 'permits:*')) do
        for server, text in pairsOf(key) do
          table.insert(lines, 'permits|' .. string.sub(key, #base + 9) .. '|' .. server .. '|'
            .. string.gsub(text, ':', '|'))
        end
      end
      return lines
      """;

  static RecordedPool read(TestClock redis, String pool) {
    RecordedPool read =
        new RecordedPool(
            new HashMap<>(),
            new HashMap<>(),
            new HashMap<>(),
            new HashMap<>(),
            new HashSet<>(),
            new HashMap<>());
    for (Response line : redis.send(Request.cmd(Command.EVAL).arg(DUMP).arg(0).arg(pool))) {
      read.add(line.toString().split("\\|"));
    }
    return read;
  }

  private void add(String[] words) {
    switch (words[0]) {
      case "server" -> {
        states.put(words[1], ServerState.parse(words[2]));
        capacities.put(words[1], Integer.parseInt(words[3]));
      }
      case "granted" -> granted.put(words[1], Integer.parseInt(words[2]));
      case "inflight" -> inFlight.put(words[1], Integer.parseInt(words[2]));
      case "gateway" -> gateways.add(words[1]);
      case "permits" -> {
        int holds = Integer.parseInt(words[3]);
        int inFlight = Integer.parseInt(words[4]);
        permits
            .computeIfAbsent(words[1], gateway -> new HashMap<>())
            .put(words[2], new Permits(Math.max(holds, inFlight), inFlight));
      }
      default -> throw new AssertionError("unexpected " + words[0]);
    }
  }

  Permits permits(String gateway, String server) {
    return permits.getOrDefault(gateway, Map.of()).getOrDefault(server, new Permits(0, 0));
  }

  /** The totals are the sums of what each gateway has, and only gateways with a lease have any. */
  void assertConsistent() {
    Map<String, Integer> grantedSums = new HashMap<>();
    Map<String, Integer> inFlightSums = new HashMap<>();
    permits.forEach(
        (gateway, servers) ->
            servers.forEach(
                (server, permit) -> {
                  assertThat(permit.inFlight()).isBetween(0, permit.granted());
                  grantedSums.merge(server, permit.granted(), Integer::sum);
                  if (permit.inFlight() > 0) {
                    inFlightSums.merge(server, permit.inFlight(), Integer::sum);
                  }
                }));
    assertThat(gateways).as("gateways with a lease").containsAll(permits.keySet());
    assertThat(granted).as("granted in total").isEqualTo(grantedSums);
    assertThat(inFlight).as("in flight in total").isEqualTo(inFlightSums);
  }
}
