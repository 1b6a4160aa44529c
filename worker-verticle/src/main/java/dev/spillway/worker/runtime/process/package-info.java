/** Servers as local processes: the runtime for a machine without Docker. */
package dev.spillway.worker.runtime.process;
