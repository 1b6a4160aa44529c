/** A real Redis as a child process, for the embedded default and for tests. */
package dev.spillway.redis;
