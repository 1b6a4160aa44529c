package dev.spillway.lb.forward;

import dev.spillway.config.ClientTimeouts;
import dev.spillway.config.PoolConfig.ServerTimeouts;
import java.time.Duration;

/** Whom a request that is being forwarded waits for, how long it may, and what comes of it. */
enum Waits {
  FOR_CONNECTION,
  FOR_REQUEST_PART,
  FOR_SERVER_TO_TAKE_A_PART,
  FOR_RESPONSE_HEAD,
  FOR_RESPONSE_PART,
  FOR_CLIENT_TO_TAKE_A_PART;

  Duration allowed(ServerTimeouts server, ClientTimeouts client) {
    return switch (this) {
      // The connection's own timeout comes first and says more.
      case FOR_CONNECTION -> server.connect().plusSeconds(1);
      case FOR_REQUEST_PART -> client.body();
      case FOR_SERVER_TO_TAKE_A_PART, FOR_RESPONSE_HEAD -> server.response();
      case FOR_RESPONSE_PART -> server.idle();
      case FOR_CLIENT_TO_TAKE_A_PART -> client.idle();
    };
  }

  /** It waited for as long as it may. */
  Refusal tooLong(String server, Duration allowed) {
    String time = Text.of(allowed);
    return switch (this) {
      case FOR_CONNECTION ->
          new Unreachable(504, "server %s had no connection within %s".formatted(server, time));
      case FOR_REQUEST_PART ->
          new Refusal(408, "nothing more of the request body came within %s".formatted(time));
      case FOR_SERVER_TO_TAKE_A_PART ->
          new ServerFailure(
              504, "server %s took nothing of the request in %s".formatted(server, time));
      case FOR_RESPONSE_HEAD ->
          new ServerFailure(504, "server %s did not answer within %s".formatted(server, time));
      case FOR_RESPONSE_PART ->
          new ServerFailure(504, "server %s sent nothing more within %s".formatted(server, time));
      case FOR_CLIENT_TO_TAKE_A_PART ->
          new Refusal(408, "the client took nothing of its answer within %s".formatted(time));
    };
  }
}
