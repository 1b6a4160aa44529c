/**
 * Consumers of the event bus, and the management endpoint. Nothing here takes part in serving a
 * request: all of it may be missing, late or wrong without any effect on traffic.
 */
package dev.spillway.monitor;
