package dev.spillway.worker;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The server that the tests scale. Leaves a file for each start in {@code STARTS}, so that starts
 * can be counted; is ready once the file {@code READY_WHEN} exists, if one is given, and leaves
 * another with the ending {@code .missed} when it is asked before; ends at once with a complaint if
 * {@code BROKEN} is set; ends after it was first found healthy if {@code CRASHES} is set.
 */
final class ScaledServer {
  private ScaledServer() {}

  public static void main(String[] arguments) throws IOException {
    long pid = ProcessHandle.current().pid();
    Files.createFile(Path.of(System.getenv("STARTS"), System.getenv("HOSTNAME") + "." + pid));
    if (System.getenv("BROKEN") != null) {
      System.out.println("the database is nowhere to be found");
      System.exit(3);
    }
    String readyWhen = System.getenv("READY_WHEN");
    InetSocketAddress address =
        new InetSocketAddress(
            InetAddress.getLoopbackAddress(), Integer.parseInt(System.getenv("PORT")));
    HttpServer server = HttpServer.create(address, 0);
    server.createContext(
        "/health",
        exchange -> {
          boolean ready = readyWhen == null || Files.exists(Path.of(readyWhen));
          if (!ready) {
            Files.write(Path.of(readyWhen + ".missed"), new byte[0]);
          }
          exchange.sendResponseHeaders(ready ? 204 : 503, -1);
          exchange.close();
          if (ready && System.getenv("CRASHES") != null) {
            Runtime.getRuntime().halt(4);
          }
        });
    server.start();
  }
}
