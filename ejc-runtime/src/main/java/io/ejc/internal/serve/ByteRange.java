package io.ejc.internal.serve;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a file that a request wants (RFC 9110, section 14).
 *
 * @param kind what to answer
 * @param from the first byte
 * @param length how many bytes
 */
record ByteRange(Kind kind, long from, long length) {

  enum Kind {
    /** The whole file: no range was asked for, or one that a server may ignore. */
    WHOLE,
    /** A part of it. */
    PART,
    /** A part that the file does not have. */
    OUTSIDE
  }

  private static final Pattern SINGLE =
      Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})", Pattern.CASE_INSENSITIVE);

  static ByteRange whole(long size) {
    return new ByteRange(Kind.WHOLE, 0, size);
  }

  /** Reads a {@code Range} header. Several ranges at once and unknown units give the whole file. */
  static ByteRange parse(String header, long size) {
    Matcher matcher = SINGLE.matcher(header.trim());
    if (!matcher.matches()) {
      return whole(size);
    }
    String first = matcher.group(1);
    String last = matcher.group(2);
    if (first.isEmpty()) {
      return last.isEmpty() ? whole(size) : suffix(Long.parseLong(last), size);
    }
    long from = Long.parseLong(first);
    long to = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
    if (to < from) {
      return whole(size);
    }
    return from >= size ? outside() : part(from, Math.min(to, size - 1) - from + 1);
  }

  String contentRange(long size) {
    return kind == Kind.OUTSIDE
        ? "bytes */" + size
        : "bytes " + from + "-" + (from + length - 1) + "/" + size;
  }

  private static ByteRange suffix(long wanted, long size) {
    long length = Math.min(wanted, size);
    return length == 0 ? outside() : part(size - length, length);
  }

  private static ByteRange part(long from, long length) {
    return new ByteRange(Kind.PART, from, length);
  }

  private static ByteRange outside() {
    return new ByteRange(Kind.OUTSIDE, 0, 0);
  }
}
