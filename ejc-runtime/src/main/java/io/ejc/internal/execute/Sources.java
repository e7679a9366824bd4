package io.ejc.internal.execute;

import java.util.List;

/** Where layers can be got from. Asked again for every try, by any thread. */
interface Sources {

  /**
   * Addresses; a layer's is one of these, its SHA-256 and {@code .jar}: {@code
   * http://host:port/...} or {@code file:///...}, each ending with a slash. The first is asked
   * first.
   */
  List<String> bases();

  /** What an address is shown as HTTP's {@code Authorization}; empty for nothing. */
  String authorization(String base);
}
