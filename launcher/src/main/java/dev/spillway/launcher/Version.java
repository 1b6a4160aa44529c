package dev.spillway.launcher;

/** Which Spillway this is. */
public final class Version {
  private Version() {}

  /** The version, as the jar's manifest has it. */
  public static String number() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }
}
