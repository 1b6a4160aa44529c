package dev.spillway.worker.runtime;

import java.util.regex.Pattern;

/** Which names a server may have: those that are safe as a container's, a host's and a file's. */
public final class ServerNames {
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");

  private ServerNames() {}

  /** Returns the name, or throws a {@link ServerRuntimeException} that says what is allowed. */
  public static String check(String server) {
    if (!ALLOWED.matcher(server).matches()) {
      throw new ServerRuntimeException(
          "server name '"
              + server
              + "' can't be used: expected 1 to 63 letters, digits, '_', '.' or '-', a letter or"
              + " digit first");
    }
    return server;
  }
}
