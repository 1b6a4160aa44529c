package dev.spillway.worker.decision;

import java.util.Map;

/**
 * Whose a healthy answer was. A server may have died unnoticed, as with a Docker daemon that was
 * restarted, and another may have got its port since.
 */
public final class HealthyAnswer {
  private HealthyAnswer() {}

  /**
   * Whether another server gave it. A server that has died with nobody at its address since gave it
   * itself, just before that.
   *
   * @param server the one that was asked
   * @param url where
   * @param running where the servers answer that run, by their names; asked for after the answer
   */
  public static boolean isAnothers(String server, String url, Map<String, String> running) {
    return !running.containsKey(server) && running.containsValue(url);
  }
}
