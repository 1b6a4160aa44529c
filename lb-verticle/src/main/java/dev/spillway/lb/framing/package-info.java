/**
 * Reads the bytes of HTTP/1.x messages (RFC 9112) as strictly as they must be read by something
 * that stands between others: what could be understood in two ways is not passed on. Netty's
 * decoders go on making the messages; the scanners here only follow the same bytes, each once, and
 * say no.
 */
package dev.spillway.lb.framing;
