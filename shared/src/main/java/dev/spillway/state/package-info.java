/**
 * The state of a pool that all gateways and workers share: one port, {@link
 * dev.spillway.state.PoolState}, and the values that go through it.
 */
package dev.spillway.state;
