package dev.spillway.launcher.part;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.Locale;

/** Names for processes, unique to one run of one of them. */
public final class Identities {
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int LENGTH = 6;
  private static final int HOST_LENGTH = 30;

  private Identities() {}

  /** Such as {@code lb-myhost-k3x9ab}: a person finds the process by it. */
  public static String of(String role) {
    return role + "-" + hostName() + "-" + random();
  }

  /** Lower-case letters and digits, as many as make a clash on one machine unlikely. */
  public static String random() {
    StringBuilder text = new StringBuilder();
    new SecureRandom()
        .ints(LENGTH, 0, ALPHABET.length())
        .forEach(index -> text.append(ALPHABET.charAt(index)));
    return text.toString();
  }

  private static String hostName() {
    try {
      String name =
          InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT).split("\\.", 2)[0];
      String plain = name.replaceAll("[^a-z0-9-]", "");
      return plain.isEmpty() ? "host" : plain.substring(0, Math.min(HOST_LENGTH, plain.length()));
    } catch (UnknownHostException e) {
      return "host";
    }
  }
}
