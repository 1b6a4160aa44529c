package dev.spillway.state.redis;

import dev.spillway.state.DeathNote;
import dev.spillway.state.DrainDecision;
import dev.spillway.state.ExchangeAnswer;
import dev.spillway.state.ExchangeAnswer.Share;
import dev.spillway.state.PoolSnapshot;
import dev.spillway.state.ServerRecord;
import dev.spillway.state.ServerState;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads the scripts' replies: arrays whose places the scripts' comments name. */
final class Replies {
  private Replies() {}

  /** The answer to a report that changed nothing. */
  static ExchangeAnswer tooLate(long sequence) {
    return new ExchangeAnswer(sequence, false, false, List.of(), 0, 0, List.of(), 0, false, "");
  }

  /** The servers that the reply to an exchange is about, of a gateway that knew those given. */
  static Roster roster(Roster known, Response reply) {
    return known.or(reply.get(8).toString(), reply.get(9));
  }

  static ExchangeAnswer exchange(long sequence, Roster roster, Response reply) {
    return new ExchangeAnswer(
        sequence,
        true,
        isOne(reply.get(1)),
        roster.grants(reply.get(10)),
        reply.get(2).toInteger(),
        reply.get(3).toInteger(),
        texts(reply.get(7)),
        reply.get(4).toInteger(),
        isOne(reply.get(5)),
        reply.get(6).toString(),
        new Share(reply.get(11).toInteger(), reply.get(12).toInteger(), reply.get(13).toInteger()));
  }

  static PoolSnapshot snapshot(Response reply) {
    return new PoolSnapshot(
        reply.get(0).toLong(),
        isOne(reply.get(1)),
        stream(reply.get(6)).map(Replies::server).toList(),
        texts(reply.get(5)),
        reply.get(2).toInteger(),
        texts(reply.get(4)),
        reply.get(3).toLong());
  }

  /** The birth token in the reply of snapshot and sweep; empty if the pool has none yet. */
  static String birth(Response reply) {
    return reply.get(7).toString();
  }

  private static ServerRecord server(Response server) {
    return new ServerRecord(
        server.get(0).toString(),
        server.get(1).toLong(),
        ServerState.parse(server.get(2).toString()),
        server.get(3).toString(),
        server.get(4).toInteger(),
        server.get(5).toInteger(),
        server.get(6).toInteger(),
        server.get(7).toLong(),
        server.get(8).toLong(),
        server.get(9).toLong(),
        server.get(10).toString(),
        server.get(11).toLong(),
        server.get(12).toString());
  }

  static DeathNote death(Response reply) {
    return new DeathNote(isOne(reply.get(0)), reply.get(1).toInteger(), reply.get(2).toLong());
  }

  static DrainDecision drain(Response reply) {
    return new DrainDecision(
        DrainDecision.Outcome.valueOf(reply.get(0).toString()), reply.get(1).toLong());
  }

  static boolean isOne(Response reply) {
    return reply.toInteger() == 1;
  }

  private static List<String> texts(Response array) {
    return stream(array).map(Response::toString).toList();
  }

  private static Stream<Response> stream(Response array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
