/**
 * What the gateway does to HTTP/2 connections of clients below Vert.x' public interface: to know
 * whether a request has a body, and to send answers with less work than Vert.x takes. The rules of
 * the package above hold here, too.
 */
package dev.spillway.lb.wire.http2;
