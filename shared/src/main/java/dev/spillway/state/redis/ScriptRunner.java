package dev.spillway.state.redis;

import dev.spillway.metrics.CallTally;
import dev.spillway.metrics.CallTally.Outcome;
import dev.spillway.state.PoolStateException;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs scripts by their SHA, and by their source where Redis doesn't know them (it was restarted,
 * or its scripts were flushed); that also makes it remember them.
 */
final class ScriptRunner {
  private final RedisLink link;
  private final Map<String, CallTally> calls = new ConcurrentHashMap<>();

  ScriptRunner(RedisLink link) {
    this.link = link;
  }

  Future<Response> run(String pool, LuaScript script, List<String> keys, Object... arguments) {
    String what = script.step() + " of pool " + pool;
    return counted(script.step(), byShaOrSource(what, script, keys, arguments));
  }

  /** What was called so far, by step. */
  Map<String, CallTally> calls() {
    return Collections.unmodifiableMap(calls);
  }

  /** The same call, counted under that name when it ends. */
  Future<Response> counted(String name, Future<Response> call) {
    long begun = System.nanoTime();
    return call.onComplete(
        done -> {
          Outcome outcome =
              done.succeeded()
                  ? Outcome.OK
                  : isRefusal(done.cause()) ? Outcome.REFUSED : Outcome.UNREACHABLE;
          calls
              .computeIfAbsent(name, step -> new CallTally())
              .ended(outcome, System.nanoTime() - begun);
        });
  }

  private Future<Response> byShaOrSource(
      String what, LuaScript script, List<String> keys, Object... arguments) {
    return link.send(what, call(Command.EVALSHA, script.sha(), keys, arguments))
        .recover(
            failure ->
                isUnknownScript(failure)
                    ? link.send(what, call(Command.EVAL, script.source(), keys, arguments))
                    : Future.failedFuture(failure));
  }

  private static boolean isUnknownScript(Throwable failure) {
    return isRefusal(failure) && failure.getCause().getMessage().startsWith("NOSCRIPT");
  }

  private static boolean isRefusal(Throwable failure) {
    return failure instanceof PoolStateException && failure.getCause() instanceof Response;
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
