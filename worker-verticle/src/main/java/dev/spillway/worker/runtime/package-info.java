/** What servers are made of: one port, {@link dev.spillway.worker.runtime.ServerRuntime}. */
package dev.spillway.worker.runtime;
