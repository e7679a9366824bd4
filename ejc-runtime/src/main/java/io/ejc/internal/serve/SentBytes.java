package io.ejc.internal.serve;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How many bytes of each layer were sent. Any thread. */
final class SentBytes {

  private final Map<String, LongAdder> sent = new ConcurrentHashMap<>();

  void add(String sha256, long bytes) {
    sent.computeIfAbsent(sha256, layer -> new LongAdder()).add(bytes);
  }

  /** By the SHA-256 of the layers. */
  Map<String, Long> all() {
    Map<String, Long> all = new TreeMap<>();
    sent.forEach((sha256, bytes) -> all.put(sha256, bytes.sum()));
    return all;
  }
}
