/**
 * Keeps an admission supplied with permits: carries its exchanges with the shared state, listens to
 * the event bus for reasons to have one, and says on the bus what the pool's requests go through.
 */
package dev.spillway.lb.exchange;
