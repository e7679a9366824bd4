package io.ejc.internal.discover;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Variables of an environment, written as {@code NAME=value}. */
final class Variables {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final String RULE =
      "NAME=value, the name of letters, digits and _, and named once";

  private Variables() {}

  /** Reads them; what is wrong goes to the problems, and the rest is read all the same. */
  static SortedMap<String, String> read(List<String> pairs, Consumer<MalformedValue> problems) {
    SortedMap<String, String> variables = new TreeMap<>();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? "" : pair.substring(0, equals);
      boolean valid = NAME.matcher(name).matches();
      if (!valid || variables.putIfAbsent(name, pair.substring(equals + 1)) != null) {
        problems.accept(new MalformedValue(pair, RULE));
      }
    }
    return variables;
  }
}
