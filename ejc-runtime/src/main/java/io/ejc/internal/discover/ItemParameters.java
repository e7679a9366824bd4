package io.ejc.internal.discover;

import java.util.SortedMap;
import java.util.TreeMap;

/** Reads {@code shardingItemParameters}: {@code 0=Beijing,1=Shanghai}. */
final class ItemParameters {

  private ItemParameters() {}

  /**
   * Reads the pairs.
   *
   * @param text as written, may be empty
   * @param totalCount items of a run; each item must be below it
   * @return the parameters by item
   * @throws MalformedValue naming the first pair that breaks the rule
   */
  static SortedMap<Integer, String> parse(String text, int totalCount) throws MalformedValue {
    SortedMap<Integer, String> parameters = new TreeMap<>();
    if (text.isBlank()) {
      return parameters;
    }
    for (String pair : text.split(",", -1)) {
      int equals = pair.indexOf('=');
      String digits = equals < 0 ? "" : pair.substring(0, equals).strip();
      if (!digits.matches("\\d{1,9}")) {
        throw new MalformedValue(
            text,
            "pairs item=value separated by commas",
            "wrong is the pair '" + pair.strip() + "'");
      }
      int item = Integer.parseInt(digits);
      if (item >= totalCount) {
        throw new MalformedValue(
            text,
            "items from 0 to " + (totalCount - 1),
            "item " + item + " is not below shardingTotalCount = " + totalCount);
      }
      if (parameters.putIfAbsent(item, pair.substring(equals + 1).strip()) != null) {
        throw new MalformedValue(text, "each item once", "item " + item + " is named twice");
      }
    }
    return parameters;
  }
}
