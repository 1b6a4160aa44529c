package dev.spillway.web;

/** What people see. */
final class Page {
  private Page() {}

  /** The part of the page that names who answers: the host, and the server where it has a name. */
  static String greeting(WebSettings settings) {
    String host = "<h1>Hello World from server " + escaped(settings.host()) + "</h1>\n";
    return settings.server().map(name -> host + "<p>" + escaped(name) + "</p>\n").orElse(host);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
