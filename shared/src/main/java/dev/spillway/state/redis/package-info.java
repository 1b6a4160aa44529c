/**
 * The shared state on Redis: one Lua script per step of {@link dev.spillway.state.PoolState}, in
 * this package's resources. {@code docs/protocol.md} has the keys and replies.
 */
package dev.spillway.state.redis;
