package dev.spillway.state.redis;

import dev.spillway.state.PoolStateException;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;

/**
 * Runs scripts by their SHA, and by their source where Redis doesn't know them (it was restarted,
 * or its scripts were flushed); that also makes it remember them.
 */
final class ScriptRunner {
  private final RedisLink link;

  ScriptRunner(RedisLink link) {
    this.link = link;
  }

  Future<Response> run(String pool, LuaScript script, List<String> keys, Object... arguments) {
    String what = script.step() + " of pool " + pool;
    return link.send(what, call(Command.EVALSHA, script.sha(), keys, arguments))
        .recover(
            failure ->
                isUnknownScript(failure)
                    ? link.send(what, call(Command.EVAL, script.source(), keys, arguments))
                    : Future.failedFuture(failure));
  }

  private static boolean isUnknownScript(Throwable failure) {
    return failure instanceof PoolStateException
        && failure.getCause() instanceof Response
        && failure.getCause().getMessage().startsWith("NOSCRIPT");
  }

  private static Request call(
      Command command, String script, List<String> keys, Object... arguments) {
    Request request = Request.cmd(command).arg(script).arg(keys.size());
    keys.forEach(request::arg);
    for (Object argument : arguments) {
      request.arg(argument.toString());
    }
    return request;
  }
}
