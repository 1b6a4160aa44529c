package dev.spillway.launcher.part;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What members of one cluster have in common. A process that names another is turned away when it
 * asks to join, so installations that share a network, or a machine, are clusters of their own, and
 * so is who doesn't know the secret. The name crosses the network as it is, therefore the secret
 * goes in as a digest.
 */
final class ClusterName {
  private ClusterName() {}

  static String of(String instance, Optional<String> secret) {
    return "spillway-" + instance + secret.map(text -> "-" + digest(instance, text)).orElse("");
  }

  private static String digest(String instance, String secret) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] text = (instance + "\n" + secret).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(sha256.digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
