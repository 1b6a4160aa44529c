/** Measures Spillway beside other proxies, and the parts of it that each request passes. */
package dev.spillway.benchmarks;
