package dev.spillway.config;

import java.time.Duration;
import java.util.List;

/** Where and with which certificates a gateway takes requests over TLS. */
public record TlsConfig(
    @Setting(
            value = "The port to listen on for TLS, beside gateway.port; 0 lets the system choose.",
            defaultValue = "8443",
            max = 65_535)
        int port,
    @Setting(
            value =
                "PEM files, each a certificate with the chain it needs. A client gets the one for the"
                    + " host it names, else the first. Empty: no TLS.",
            form = TextForm.LINE)
        List<String> certificates,
    @Setting(
            value = "PEM files of the private keys, one for each certificate, in their order.",
            form = TextForm.LINE)
        List<String> keys,
    @Setting(
            value = "How often the files are looked at; changed ones are taken without a restart.",
            defaultValue = "10s",
            min = 10,
            max = 86_400_000)
        Duration reload,
    @Setting(
            value =
                "What encrypts: boringssl, or the Java runtime's own TLS (jdk), which takes more of the"
                    + " processor, most of all in its first minutes; auto takes boringssl where it can"
                    + " be loaded.",
            defaultValue = "auto")
        TlsProviderChoice provider) {

  public TlsConfig {
    certificates = List.copyOf(certificates);
    keys = List.copyOf(keys);
  }

  /** Whether TLS is spoken at all. */
  public boolean enabled() {
    return !certificates.isEmpty();
  }
}
