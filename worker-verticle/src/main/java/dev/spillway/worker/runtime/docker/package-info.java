/** Servers as Docker containers. One class per thing that is asked of the daemon. */
package dev.spillway.worker.runtime.docker;
