package dev.spillway.model;

import dev.spillway.model.World.Gateway;
import dev.spillway.model.World.Permit;
import dev.spillway.model.World.Said;
import dev.spillway.model.World.Sent;

/**
 * What is on its way between gateways and Redis. A message that is never delivered is lost; one
 * that stays on its way when it is delivered will be repeated.
 */
final class Network {
  private Network() {}

  /** Redis gets a report, and its answer takes the place of one that was not delivered. */
  static Answer deliver(World world, int gateway, int report, boolean stays) {
    Report read = read(world, gateway, report);
    if (!stays) {
      world.dropReport(gateway, report);
    }
    Answer answer = Exchange.run(world, read);
    boolean ignored =
        (read.lag > 0 || world.get(Gateway.AWAITING, gateway) == 0)
            && world.bounds.keeps(Rule.NEWEST_ANSWER_ONLY);
    // That nothing was changed tells the gateway nothing but that Redis can be reached.
    boolean empty = !answer.accepted && !world.bounds.servesInOutage();
    if (!ignored && !empty) {
      write(world, gateway, read.lag, answer);
    }
    return answer;
  }

  private static Report read(World world, int gateway, int report) {
    Report read =
        new Report(
            gateway,
            world.get(Sent.LAG, gateway, report),
            world.get(Sent.FIRST, gateway, report) == 1,
            world.get(Sent.WITH_LEASE, gateway, report) == 1,
            false,
            world.get(Sent.WAITING, gateway, report),
            world.bounds.servers());
    for (int server = 0; server < world.bounds.servers(); server++) {
      read.held[server] = world.get(Said.HELD, gateway, report, server);
      read.inFlight[server] = world.get(Said.IN_FLIGHT, gateway, report, server);
      read.listed[server] = read.held[server] > 0 || read.inFlight[server] > 0;
    }
    return read;
  }

  private static void write(World world, int gateway, int lag, Answer answer) {
    world.dropAnswer(gateway);
    world.set(Gateway.ANSWER, gateway, 1);
    world.set(Gateway.ANSWER_LAG, gateway, lag);
    world.set(Gateway.ANSWER_ACCEPTED, gateway, answer.accepted ? 1 : 0);
    world.set(Gateway.ANSWER_SETTLING, gateway, answer.settling ? 1 : 0);
    for (int server = 0; server < world.bounds.servers(); server++) {
      world.set(Permit.LISTED, gateway, server, answer.listed[server]);
      world.set(Permit.MAY_HOLD, gateway, server, answer.mayHold[server]);
    }
  }
}
