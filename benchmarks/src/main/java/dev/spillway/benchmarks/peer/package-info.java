/** The proxies that are compared, each set up to do the same for a request. */
package dev.spillway.benchmarks.peer;
