package dev.spillway.state;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/**
 * The state of one pool, shared by all its gateways and workers. Each method is one atomic step.
 *
 * <p>Over any interleaving of these steps, with calls lost, repeated or late:
 *
 * <ul>
 *   <li><b>I1</b> permits granted on a server over all live gateways never exceed its capacity;
 *   <li><b>I3</b> a server becomes STOPPING only from DRAINING and with no permit recorded on it;
 *   <li><b>I4</b> draining never takes READY servers below the minimum, and records of any state
 *       never exceed the maximum.
 * </ul>
 *
 * <p>Every future fails with a {@link PoolStateException} if the state can't be reached in time;
 * the step may or may not have been taken then, and may be repeated. Methods may be called from any
 * thread.
 */
public interface PoolState {

  /** The pool's name. */
  String pool();

  /** A gateway reports what it uses and wants, and is granted permits. */
  Future<ExchangeAnswer> exchange(ExchangeReport report, PoolLimits limits);

  /**
   * Lapses gateways whose lease is over, takes back what workers claimed and did not do in time or
   * left behind when they went silent, forgets FAILED records whose backoff is over, and makes
   * STARTING records for what is missing to the minimum and for requests that wait. Also counts as
   * the worker's sign of life.
   */
  Future<PoolSnapshot> sweep(String worker, PoolLimits limits);

  /** Looks at the pool without changing it. */
  Future<PoolSnapshot> snapshot();

  /**
   * Takes a STARTING record for this worker for a time. False if it is not STARTING or another
   * worker's claim holds.
   */
  Future<Boolean> claimStart(String server, String worker, Duration claim);

  /**
   * STARTING → READY. False if the record is not STARTING or not this worker's, or if another
   * server that listens has the same URL: then the server must be stopped.
   */
  Future<Boolean> ready(String server, String worker, String url, int capacity);

  /**
   * STARTING → FAILED; further starts of this pool wait for a backoff that doubles from 1 s to 60 s
   * with each failure until a server becomes ready. False if it is not STARTING or not this
   * worker's.
   */
  Future<Boolean> failed(String server, String worker, String reason);

  /** READY → DRAINING, if it was idle for that long and the minimum stays. */
  Future<DrainDecision> drainIfIdle(String server, Duration idle, PoolLimits limits);

  /** DRAINING → STOPPING, if no permit is recorded on it; also takes over a lapsed claim. */
  Future<StopDecision> claimStop(String server, String worker, Duration claim);

  /**
   * Forgets a server that was found dead, and the permits on it. The first death is followed by a
   * new start at once. Each further one makes all starts of this pool wait, for a backoff that
   * doubles from 1 s to 60 s, until a server that was made after a death is well: it was up for
   * {@code well}, or was stopped in good order. Servers made before a death count as dead with it.
   *
   * @param reason is told to requests that wait for a server in vain
   */
  Future<DeathNote> died(String server, String reason, Duration well);

  /** Forgets a server and the permits on it: it was stopped. False if unknown. */
  Future<Boolean> remove(String server);

  /**
   * Enters a server that was found running without a record, as READY; the pool then settles for
   * one lease. At the maximum it takes the place of a record that is STARTING or FAILED. False if
   * there is a record of that name already, or as many others as the maximum allows: a server
   * without a record then is one too many.
   */
  Future<Boolean> adopt(String server, String url, PoolLimits limits);

  /**
   * A worker's regular round over a pool of fixed servers: enters those that it lists, takes over
   * what it found of their health, and drains those that no worker lists any more, until no permit
   * of them is left; then they are forgotten. Lapses gateways as {@link #sweep} does, and counts as
   * the worker's sign of life. Nothing is ever started by it.
   *
   * @param servers what this worker lists, and what it last found of each
   */
  Future<FixedRound> keepFixed(String worker, List<FixedServer> servers, PoolLimits limits);

  /**
   * In place of a round, where a worker would say the same of the same servers, within the same
   * limits, as in its last: what it said then holds on. Counts as the worker's sign of life, and
   * costs the same for any number of servers but for reading their digest.
   *
   * @param last what came of the worker's last round; its roster must not be empty
   * @return whether all is as that round left it; if not, nothing was changed, and the worker must
   *     make a round
   */
  Future<Boolean> affirmFixed(String worker, FixedRound last);
}
