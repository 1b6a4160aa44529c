package dev.spillway.test;

import dev.spillway.redis.EmbeddedRedis;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a parameter of type {@link Server}: a real Redis of the test class's own, emptied
 * before each test.
 */
public final class RealRedis implements BeforeEachCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(RealRedis.class);

  @Override
  public void beforeEach(ExtensionContext context) {
    Server server = server(context);
    server.startIfStopped();
    server.flush();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Server.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return server(context);
  }

  private static Server server(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            context.getRequiredTestClass(), testClass -> new Server(), Server.class);
  }

  /** The Redis of a test class. */
  public static final class Server implements AutoCloseable {
    private final EmbeddedRedis redis = EmbeddedRedis.start();
    private boolean stopped;

    private Server() {}

    /** {@code redis://:password@127.0.0.1:port/0}. */
    public String url() {
      return redis.url();
    }

    /** The server's process; empty while it is stopped. */
    public Optional<ProcessHandle> process() {
      return ProcessHandle.of(redis.pid());
    }

    /** Forgets all data. */
    public void flush() {
      command("FLUSHALL");
    }

    /** Ends it as a crash would; the data is lost. */
    public void stop() {
      redis.kill();
      stopped = true;
    }

    /** Starts it again on the same port, empty. */
    public void startIfStopped() {
      if (stopped) {
        redis.startAgain();
        stopped = false;
      }
    }

    /** Sends one command, words parted by spaces, and answers the first line of the reply. */
    public String command(String command) {
      URI url = URI.create(redis.url());
      try (Socket socket = new Socket(InetAddress.getByName(url.getHost()), url.getPort());
          BufferedReader replies =
              new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
        String auth = "AUTH " + url.getUserInfo().substring(1) + "\r\n";
        socket.getOutputStream().write(auth.getBytes(StandardCharsets.UTF_8));
        replies.readLine();
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
        return replies.readLine();
      } catch (IOException e) {
        throw new UncheckedIOException("Redis did not answer " + command, e);
      }
    }

    @Override
    public void close() {
      redis.close();
    }
  }
}
