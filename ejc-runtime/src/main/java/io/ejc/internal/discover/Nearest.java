package io.ejc.internal.discover;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody may have meant: the known word with the fewest letters changed. */
public final class Nearest {

  private Nearest() {}

  /**
   * The known word nearest to a text, not minding case.
   *
   * @param text what was written
   * @param known the words that exist
   * @return the nearest; empty when none is near
   */
  public static Optional<String> to(String text, Collection<String> known) {
    int tolerated = Math.max(2, text.length() / 3);
    return known.stream()
        .filter(word -> Math.abs(word.length() - text.length()) <= tolerated)
        .filter(word -> distance(text, word) <= tolerated)
        .min(
            Comparator.comparingInt((String word) -> distance(text, word))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** Levenshtein's distance, row by row. */
  private static int distance(String from, String to) {
    String a = from.toLowerCase(Locale.ROOT);
    String b = to.toLowerCase(Locale.ROOT);
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(change, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
