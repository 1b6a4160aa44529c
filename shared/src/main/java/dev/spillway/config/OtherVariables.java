package dev.spillway.config;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Environment variables whose names begin like settings, but that are not settings. */
final class OtherVariables {
  private OtherVariables() {}

  /** Read by the start script, by the build, or by the web server that Spillway starts. */
  private static final Set<String> OWN =
      Set.of(
          "SPILLWAY_CONFIG",
          "SPILLWAY_HOME",
          "SPILLWAY_JAVA",
          "SPILLWAY_JAVA_HOME",
          "SPILLWAY_JAVA_OPTS",
          "SPILLWAY_LOG_LEVEL",
          "SPILLWAY_SERVER",
          "SPILLWAY_VERSION");

  private static final String TESTS = "SPILLWAY_TEST_";

  /** Kubernetes sets these in every container where a service's name begins with "spillway". */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "SPILLWAY_(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT_\\d+_(TCP|UDP|SCTP)(_\\w+)?)");

  private static final Pattern SERVICE_LINK_ADDRESS =
      Pattern.compile("(tcp|udp|sctp)://[^/]+:\\d+");

  /** Whether a variable is one that has a meaning elsewhere. */
  static boolean include(Map.Entry<String, String> variable) {
    String name = variable.getKey();
    return OWN.contains(name)
        || name.startsWith(TESTS)
        || SERVICE_LINK.matcher(name).matches()
        || (name.endsWith("_PORT") && SERVICE_LINK_ADDRESS.matcher(variable.getValue()).matches());
  }
}
