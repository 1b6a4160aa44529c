package dev.spillway.experiments.lab;

/**
 * What became of a request.
 *
 * @param shot the request
 * @param sentMicros when it was sent, epoch microseconds
 * @param answeredMicros when the whole answer was there, or when it failed, epoch microseconds
 * @param status the answer's status, 0 if there was none
 */
public record Answer(Shot shot, long sentMicros, long answeredMicros, int status) {

  /** Whether it was served. */
  public boolean served() {
    return status == 200;
  }

  /** From sent to answered, milliseconds. */
  public double responseMillis() {
    return (answeredMicros - sentMicros) / 1000.0;
  }

  /** What of that was not the server's time to answer, milliseconds; at least 0. */
  public double waitedMillis() {
    return Math.max(0, responseMillis() - shot.serviceMillis());
  }
}
