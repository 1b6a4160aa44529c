package dev.spillway.benchmarks.peer;

import java.nio.file.Path;

/** What the configurations of nginx as a backend and as a proxy have in common. */
final class NginxFiles {
  private NginxFiles() {}

  /** In the foreground, writes nothing outside of the directory; one process if one is enough. */
  static String global(Path directory, String name, int workers) {
    return """
    daemon off;
    master_process %4$s;
    worker_processes %3$d;
    worker_rlimit_nofile 65536;
    pid %1$s/%2$s.pid;
    error_log %1$s/%2$s.error.log;
    events { worker_connections 30000; }
    """
        .formatted(directory, name, workers, workers == 1 ? "off" : "on");
  }

  /** No log, connections stay open, bodies of any size. */
  static String http(Path directory) {
    return """
      access_log off;
      keepalive_requests 1000000000;
      keepalive_timeout 600s;
      client_max_body_size 0;
      client_body_temp_path %1$s/tmp;
      proxy_temp_path %1$s/tmp;
      fastcgi_temp_path %1$s/tmp;
      uwsgi_temp_path %1$s/tmp;
      scgi_temp_path %1$s/tmp;
    """
        .formatted(directory);
  }
}
