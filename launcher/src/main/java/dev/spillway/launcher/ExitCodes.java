package dev.spillway.launcher;

/** What the process says to its caller at the end. */
public final class ExitCodes {
  /** Done; a role that ran until SIGINT or SIGTERM and stopped in good order is done, too. */
  public static final int OK = 0;

  /** It could not be done. */
  public static final int FAILED = 1;

  /** The command line or the configuration is mistaken. */
  public static final int USAGE = 2;

  private ExitCodes() {}

  /** Stopped in a hurry: 128 and the signal's number, as shells count, such as 130 for SIGINT. */
  public static int hurriedBy(int signal) {
    return 128 + signal;
  }
}
