/**
 * Which server takes the next request. Plain objects: nothing of Vert.x, Redis or Docker. None is
 * safe for use by several threads; their owner holds a lock around each call.
 */
package dev.spillway.lb.balance;
