package dev.spillway.lb.accesslog;

import dev.spillway.config.AccessLogFormat;

/** Makes a line, without its end, of a request. For one thread. */
interface LineFormat {
  void append(AccessRecord request, StringBuilder line);

  static LineFormat of(AccessLogFormat format) {
    return switch (format) {
      case COMBINED -> new CombinedFormat();
      case JSON -> new JsonFormat();
      case OFF -> throw new IllegalArgumentException("expected a format, found off");
    };
  }
}
