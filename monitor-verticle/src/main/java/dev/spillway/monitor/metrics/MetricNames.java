package dev.spillway.monitor.metrics;

/**
 * The names of Spillway's metrics, in Micrometer's form: Prometheus sees {@code _} for each dot,
 * and {@code _total} or the unit added.
 */
public final class MetricNames {
  // What a gateway did itself.
  public static final String REQUESTS = "spillway.requests";
  public static final String REQUEST_DURATION = "spillway.request.duration";
  public static final String REQUESTS_IN_FLIGHT = "spillway.requests.in.flight";
  public static final String REQUESTS_WAITING = "spillway.requests.waiting";
  public static final String QUEUE_WAIT = "spillway.queue.wait";
  public static final String REQUESTS_REJECTED = "spillway.requests.rejected";
  public static final String REQUESTS_INVALID = "spillway.requests.invalid";
  public static final String GATEWAY_ANSWERS = "spillway.gateway.answers";
  public static final String CLIENT_CONNECTIONS = "spillway.client.connections";
  public static final String ACCESS_LOG_DROPPED = "spillway.access.log.dropped";

  // What a worker did itself.
  public static final String SERVER_STARTS = "spillway.server.starts";
  public static final String SERVER_START_FAILURES = "spillway.server.start.failures";
  public static final String SERVER_STOPS = "spillway.server.stops";
  public static final String SERVER_START_PHASE = "spillway.server.start.phase";

  // What any process did itself.
  public static final String REDIS_CALLS = "spillway.redis.calls";
  public static final String REDIS_CALL = "spillway.redis.call";
  public static final String BUFFER_MEMORY = "spillway.buffer.memory";
  public static final String BUILD_INFO = "spillway.build.info";

  // Facts about a whole pool.
  public static final String POOL_SERVERS = "spillway.pool.servers";
  public static final String POOL_SERVERS_MIN = "spillway.pool.servers.min";
  public static final String POOL_SERVERS_MAX = "spillway.pool.servers.max";
  public static final String POOL_CAPACITY = "spillway.pool.capacity";
  public static final String POOL_IN_FLIGHT = "spillway.pool.requests.in.flight";
  public static final String POOL_WAITING = "spillway.pool.requests.waiting";
  public static final String POOL_GATEWAYS = "spillway.pool.gateways";
  public static final String POOL_STATE_READABLE = "spillway.pool.state.readable";

  private MetricNames() {}
}
