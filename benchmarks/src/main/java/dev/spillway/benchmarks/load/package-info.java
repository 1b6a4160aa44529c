/** What is measured, and the clients that make the load. */
package dev.spillway.benchmarks.load;
