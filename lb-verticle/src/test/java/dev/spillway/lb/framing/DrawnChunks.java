package dev.spillway.lb.framing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A chunked body, with lines of the usual and of unusual kinds.
 *
 * @param text as it is received
 * @param data what is in the chunks
 * @param trailers each as its name, an equals sign, and its value
 */
@SuppressWarnings("StringConcatToTextBlock") // lines end with CRLF here
record DrawnChunks(String text, String data, List<String> trailers) {
  /** Not one part of it is like another. */
  private static final String LETTERS =
      new Random(1)
          .ints(8000, 'a', 'z' + 1)
          .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
          .toString();

  static DrawnChunks of(Random random) {
    StringBuilder text = new StringBuilder();
    StringBuilder all = new StringBuilder();
    for (int n = random.nextInt(5); n > 0; n--) {
      String data = octets(random) + (char) ('a' + n);
      all.append(data);
      text.append(line(Integer.toHexString(data.length()), random)).append("\r\n");
      text.append(data).append("\r\n");
    }
    text.append("0\r\n");
    List<String> trailers = new ArrayList<>();
    for (int n = Math.max(0, random.nextInt(6) - 3); n > 0; n--) {
      String value = octets(random);
      text.append("Trailer-").append(n).append(": \t").append(value).append(" \r\n");
      trailers.add("Trailer-" + n + "=" + value);
    }
    return new DrawnChunks(text + "\r\n", all.toString(), trailers);
  }

  private static String line(String size, Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> "00" + size;
      case 1 -> size.toUpperCase(Locale.ROOT);
      case 2 -> size + ";name=value";
      case 3 -> size + " ; name=\"\\; \"";
      default -> size;
    };
  }

  /** Mostly a few, or some thousand. */
  static String octets(Random random) {
    int length = random.nextInt(4) == 0 ? random.nextInt(3000) : random.nextInt(20);
    int from = random.nextInt(LETTERS.length() - length);
    return LETTERS.substring(from, from + length);
  }
}
