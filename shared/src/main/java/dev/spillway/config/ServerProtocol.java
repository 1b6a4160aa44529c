package dev.spillway.config;

/** The version of HTTP that the servers of a pool are spoken to in. */
public enum ServerProtocol {
  /** HTTP/1.1. */
  HTTP1,
  /** HTTP/2, without TLS by prior knowledge (RFC 9113 §3.3). */
  HTTP2
}
