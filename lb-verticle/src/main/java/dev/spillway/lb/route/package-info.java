/** Finds the pool a request belongs to. Plain objects: nothing of Vert.x. */
package dev.spillway.lb.route;
