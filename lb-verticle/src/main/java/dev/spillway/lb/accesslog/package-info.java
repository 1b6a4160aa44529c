/**
 * The access log. The way of a request only hands over what is known of it; one thread of the log's
 * own makes lines of that and writes them. Nobody ever waits for it.
 */
package dev.spillway.lb.accesslog;
