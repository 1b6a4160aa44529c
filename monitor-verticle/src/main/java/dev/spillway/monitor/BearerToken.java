package dev.spillway.monitor;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Lets a request pass only if it carries the token (RFC 6750 §2.1). */
final class BearerToken {
  private static final String SCHEME = "Bearer ";

  private final byte[] expected;

  BearerToken(String token) {
    expected = digest(token);
  }

  void check(RoutingContext request) {
    if (matches(request.request().getHeader(HttpHeaders.AUTHORIZATION))) {
      request.next();
    } else {
      request.response().putHeader("WWW-Authenticate", "Bearer");
      JsonAnswer.error(request, 401, "a bearer token is required");
    }
  }

  boolean matches(String header) {
    return header != null
        && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && MessageDigest.isEqual(expected, digest(header.substring(SCHEME.length()).strip()));
  }

  /** Digests are compared, all of one length, so that the time taken tells nothing of the token. */
  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
