/**
 * What a worker decides, apart from how it is carried out: which server to start, drain, stop,
 * adopt or give up. Plain objects with time passed in; no Vert.x, Redis or Docker. Used from one
 * thread.
 */
package dev.spillway.worker.decision;
