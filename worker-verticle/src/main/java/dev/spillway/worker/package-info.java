/**
 * Scaling: starts servers that are wanted, stops servers that are idle, and keeps records and
 * running servers in agreement. {@link dev.spillway.worker.ScalingVerticle} wires the parts; each
 * runs on the verticle's event loop alone, so that none needs a lock. Every step is guarded by the
 * pool's state: several workers may run.
 */
package dev.spillway.worker;
