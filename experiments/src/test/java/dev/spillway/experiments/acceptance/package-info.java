/** Experiments as a user runs them, small, on processes. */
package dev.spillway.experiments.acceptance;
