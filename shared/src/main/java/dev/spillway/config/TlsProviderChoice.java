package dev.spillway.config;

/** What encrypts the gateway's TLS connections. */
public enum TlsProviderChoice {
  /** BoringSSL where it can be loaded, else Java's own. */
  AUTO,
  /** Google's BoringSSL, which comes along for Linux on x86-64 and on AArch64 with glibc. */
  BORINGSSL,
  /** The TLS of the Java runtime, on any system. */
  JDK
}
