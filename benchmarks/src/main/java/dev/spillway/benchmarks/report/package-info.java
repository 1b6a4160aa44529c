/** What is made of the measurements: ratios, a table, a CSV file and a plot. */
package dev.spillway.benchmarks.report;
