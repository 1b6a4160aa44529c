package dev.spillway.lb.route;

import dev.spillway.config.PoolConfig.Match;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the pool of a request by host and path. The most specific host wins (a name, then the
 * longest {@code *.name}, then {@code *}), and below it the longest path prefix; where a host has
 * no path that matches, the next less specific host is asked. Immutable, safe for use by several
 * threads.
 *
 * <p>Paths are compared as they were sent, without decoding {@code %41} or resolving {@code ..}:
 * the request is forwarded byte for byte, so what is compared must be what is sent.
 *
 * @param <T> what is found
 */
public final class Router<T> {
  private static final String ANY = "*";
  private static final String BELOW = "*.";

  private final Map<String, PathRoutes<T>> exact = new HashMap<>();
  private final Map<String, PathRoutes<T>> below = new HashMap<>();
  private final PathRoutes<T> any = new PathRoutes<>();

  /**
   * Which requests go where.
   *
   * @param match the requests
   * @param target where they go
   */
  public record Route<T>(Match match, T target) {}

  /**
   * A router for these routes.
   *
   * @throws IllegalArgumentException if two of them match the same host and path
   */
  public Router(List<Route<T>> routes) {
    for (Route<T> route : routes) {
      pathsOf(route.match().host().toLowerCase(Locale.ROOT)).add(route);
    }
  }

  private PathRoutes<T> pathsOf(String host) {
    if (host.equals(ANY)) {
      return any;
    }
    if (host.startsWith(BELOW)) {
      return below.computeIfAbsent(host.substring(BELOW.length()), name -> new PathRoutes<>());
    }
    return exact.computeIfAbsent(host, name -> new PathRoutes<>());
  }

  /**
   * Where a request goes, or empty if nothing matches.
   *
   * @param authority the Host field's value, with or without a port; empty if there is none
   * @param path the path as it was sent, without the query
   */
  public Optional<T> route(String authority, String path) {
    if (!exact.isEmpty() || !below.isEmpty()) {
      T found = routeByName(hostOf(authority), path);
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.ofNullable(any.find(path));
  }

  private T routeByName(String host, String path) {
    T found = find(exact, host, path);
    int dot = host.indexOf('.');
    while (found == null && dot >= 0) {
      found = find(below, host.substring(dot + 1), path);
      dot = host.indexOf('.', dot + 1);
    }
    return found;
  }

  private static <T> T find(Map<String, PathRoutes<T>> byHost, String host, String path) {
    PathRoutes<T> routes = byHost.get(host);
    return routes == null ? null : routes.find(path);
  }

  /** The host's name: lower case, without port and without the dot that ends a full name. */
  static String hostOf(String authority) {
    int bracket = authority.lastIndexOf(']');
    int colon = authority.indexOf(':', bracket + 1);
    String host = colon < 0 ? authority : authority.substring(0, colon);
    if (host.endsWith(".")) {
      host = host.substring(0, host.length() - 1);
    }
    return host.toLowerCase(Locale.ROOT);
  }

  /** The routes of one host, the longest path first. */
  private static final class PathRoutes<T> {
    private final List<Prefix<T>> prefixes = new ArrayList<>(1);

    void add(Route<T> route) {
      String path = route.match().path();
      String prefix = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
      if (prefixes.stream().anyMatch(other -> other.path().equals(prefix))) {
        throw new IllegalArgumentException(
            "expected one pool for host %s and path %s, found two; change the match of one"
                .formatted(route.match().host(), path));
      }
      prefixes.add(new Prefix<>(prefix, route.target()));
      prefixes.sort(Comparator.comparingInt((Prefix<T> p) -> p.path().length()).reversed());
    }

    T find(String path) {
      for (Prefix<T> prefix : prefixes) {
        if (prefix.matches(path)) {
          return prefix.target();
        }
      }
      return null;
    }
  }

  private record Prefix<T>(String path, T target) {
    boolean matches(String requested) {
      return requested.startsWith(path)
          && (requested.length() == path.length() || requested.charAt(path.length()) == '/');
    }
  }
}
