/** Servers and answers over time, from the first request until the pool is back at its minimum. */
package dev.spillway.experiments.scaling;
