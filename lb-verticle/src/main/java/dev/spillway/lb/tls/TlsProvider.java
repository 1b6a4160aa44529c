package dev.spillway.lb.tls;

import dev.spillway.config.TlsProviderChoice;
import io.netty.handler.ssl.OpenSsl;
import io.vertx.core.net.SSLEngineOptions;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What encrypts. */
public enum TlsProvider {
  /** BoringSSL, in native code, by Netty's binding. */
  BORINGSSL {
    @Override
    public SSLEngineOptions engine() {
      return new BoringSslEngine();
    }
  },
  /** The Java runtime's own. */
  JDK {
    @Override
    public SSLEngineOptions engine() {
      return new JdkEngine();
    }
  };

  private static final Logger LOGGER = LoggerFactory.getLogger(TlsProvider.class);

  /**
   * The one that is configured. Blocks the calling thread while it loads a library.
   *
   * @throws TlsException with the reason, if it can't be used here
   */
  public static TlsProvider choose(TlsProviderChoice choice) {
    return choose(choice, () -> Optional.ofNullable(OpenSsl.unavailabilityCause()));
  }

  /**
   * @param lookForBoringSsl answers why it can't be used; nothing if it can
   */
  static TlsProvider choose(
      TlsProviderChoice choice, Supplier<Optional<Throwable>> lookForBoringSsl) {
    if (choice == TlsProviderChoice.JDK) {
      return JDK;
    }
    Optional<Throwable> missing = lookForBoringSsl.get();
    if (missing.isEmpty()) {
      return BORINGSSL;
    }
    String reason = reason(missing.get());
    if (choice == TlsProviderChoice.BORINGSSL) {
      throw new TlsException(
          "gateway.tls.provider: boringssl can't be used here: %s. Set it to auto or jdk"
              .formatted(reason),
          missing.get());
    }
    LOGGER.info("event=boringssl-not-used cause=\"{}\" used=jdk", reason);
    return JDK;
  }

  private static String reason(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root.getSuppressed().length > 0) { // Netty's: one per name that the library might have
      root = root.getSuppressed()[0];
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("no reason is known");
  }

  /** How an HTTP server of Vert.x is told to use it. */
  public abstract SSLEngineOptions engine();

  /** Its name in configuration and logs. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
