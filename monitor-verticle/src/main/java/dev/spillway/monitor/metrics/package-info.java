/**
 * Metrics in Prometheus form. Each process tells what it did itself, so that nothing is counted
 * twice when all are scraped; {@code docs/metrics.md} says what each metric means.
 */
package dev.spillway.monitor.metrics;
