/**
 * The gateway: takes requests and has each served by a server of its pool. {@link
 * dev.spillway.lb.RequestFlow} shows the whole way of a request.
 */
package dev.spillway.lb;
