/**
 * What parts count while they work, to be read when somebody asks. Counting never waits and never
 * allocates; whoever reads it makes metrics of it.
 */
package dev.spillway.metrics;
