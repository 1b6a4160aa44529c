/**
 * Carries a request to a server and the answer back, streaming both ways. Everything here belongs
 * to one event loop: the client's connection and the server's are served by the same thread.
 */
package dev.spillway.lb.forward;
