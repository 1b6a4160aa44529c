package dev.spillway.config;

import java.util.List;
import java.util.Optional;

/** How separate processes find each other's event bus. */
public record ClusterConfig(
    @Setting(
            value = "Hosts (HOST or HOST:PORT) of the cluster's members. Empty: no cluster.",
            form = TextForm.MEMBER)
        List<String> members,
    @Setting(
            value = "This process's address in the cluster; none: chosen by the system.",
            form = TextForm.HOST)
        Optional<String> host,
    @Setting(
            value = "This process's first port in the cluster; the next free one is taken.",
            defaultValue = "5701",
            min = 1,
            max = 65_535)
        int port,
    @Setting(
            value =
                "A word that all members share: who has another forms another cluster. It does not"
                    + " encrypt.",
            form = TextForm.SECRET)
        Optional<String> secret,
    @Setting(
            "Certificates by which members know each other and encrypt what goes over the event bus;"
                + " all three or none.")
        Tls tls) {

  public ClusterConfig {
    members = List.copyOf(members);
  }

  /** Whether this process joins a cluster. */
  public boolean enabled() {
    return !members.isEmpty();
  }

  /** Everything but the secret. */
  @Override
  public String toString() {
    return "ClusterConfig[members=%s, host=%s, port=%d, secret=%s, tls=%s]"
        .formatted(members, host, port, secret.map(text -> Secrets.MASK), tls);
  }

  /**
   * PEM files for mutual TLS between members.
   *
   * @param cert this process's certificate, with what signed it
   * @param key its private key
   * @param ca who signs members' certificates
   */
  public record Tls(
      @Setting(value = "This process's certificate, a PEM file.", form = TextForm.LINE)
          Optional<String> cert,
      @Setting(value = "The certificate's private key, a PEM file.", form = TextForm.LINE)
          Optional<String> key,
      @Setting(
              value = "The authority that signs members' certificates, a PEM file.",
              form = TextForm.LINE)
          Optional<String> ca) {

    /** Whether the event bus is encrypted. */
    public boolean enabled() {
      return cert.isPresent() && key.isPresent() && ca.isPresent();
    }

    /** Neither all nor none is given. */
    boolean incomplete() {
      return !enabled() && (cert.isPresent() || key.isPresent() || ca.isPresent());
    }
  }
}
