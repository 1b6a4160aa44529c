package dev.spillway.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known word that a mistyped one was probably meant to be. */
final class Nearest {
  private Nearest() {}

  private static final int LONGEST = 128;

  /** The nearest of the known words, if one is near enough to be a slip of the hand. */
  static Optional<String> to(String word, Collection<String> known) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    int tolerated = Math.max(1, Math.min(word.length() / 3, 2));
    record Candidate(String word, int distance) {}
    return known.stream()
        .map(candidate -> new Candidate(candidate, distance(plain(word), plain(candidate))))
        .filter(candidate -> candidate.distance() <= tolerated)
        .min(Comparator.comparingInt(Candidate::distance))
        .map(Candidate::word);
  }

  /** Letters alone: {@code maxReplicas}, {@code MAX_REPLICAS} and {@code max-replicas} are one. */
  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[-_.]", "");
  }

  /** Insertions, deletions, replacements and swaps of neighbours that make one word the other. */
  static int distance(String one, String other) {
    int[][] steps = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        if (i == 0 || j == 0) {
          steps[i][j] = i + j;
          continue;
        }
        boolean same = one.charAt(i - 1) == other.charAt(j - 1);
        int least = Math.min(steps[i - 1][j], steps[i][j - 1]) + 1;
        least = Math.min(least, steps[i - 1][j - 1] + (same ? 0 : 1));
        if (i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1)) {
          least = Math.min(least, steps[i - 2][j - 2] + 1);
        }
        steps[i][j] = least;
      }
    }
    return steps[one.length()][other.length()];
  }
}
