package dev.spillway.config;

/** Keeps secrets out of messages and logs. */
final class Secrets {
  private Secrets() {}

  /** What stands in a secret's place. */
  static final String MASK = "***";

  /**
   * A URL without its password, in the user info or as a parameter. Works on text that is no valid
   * URL as well: up to the last @ nothing is shown but the user.
   */
  static String maskUrl(String url) {
    int schemeEnd = url.indexOf("://");
    int start = schemeEnd < 0 ? 0 : schemeEnd + 3;
    int at = url.lastIndexOf('@');
    String masked = url;
    if (at >= start) {
      String userInfo = url.substring(start, at);
      int colon = userInfo.indexOf(':');
      String user = colon < 0 ? "" : userInfo.substring(0, colon) + ":";
      masked = url.substring(0, start) + user + MASK + url.substring(at);
    }
    return masked.replaceAll("([?&]password=)[^&#]*", "$1" + MASK);
  }
}
