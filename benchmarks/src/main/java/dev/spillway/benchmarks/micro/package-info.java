/** What each request costs in the decisions alone, without any I/O. */
package dev.spillway.benchmarks.micro;
