/**
 * Decides when a request may go to which server. Plain objects: nothing of Vert.x, Redis or Docker.
 */
package dev.spillway.lb.admission;
