package dev.spillway.config;

import java.util.Optional;

/** Whether and where a gateway logs each request. */
public record AccessLogConfig(
    @Setting(
            value =
                "One line per request: none (off), in the combined log format of web servers, or"
                    + " with all that is known of it as a JSON object.",
            defaultValue = "off")
        AccessLogFormat format,
    @Setting(
            "The file to append to; made anew when it was moved or deleted. none: the standard"
                + " output.")
        Optional<String> file) {}
