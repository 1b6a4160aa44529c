/**
 * What is said on the event bus. Each event is a record with {@code toJson} and {@code fromJson};
 * unknown fields are ignored, so that versions can mix in one cluster. Times are epoch
 * milliseconds. Events are hints that make things fast: whatever they say is also found, later, in
 * the records of {@link dev.spillway.state.PoolState}.
 */
package dev.spillway.events;
