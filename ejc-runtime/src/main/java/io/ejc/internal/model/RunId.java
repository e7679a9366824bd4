package io.ejc.internal.model;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * The id of a run: job, incarnation of the job's name, origin, and a key that is the due instant
 * for scheduled runs. Printed as {@code job.incarnation.origin.key}; since a job's name may hold
 * dots, it is parsed from the right.
 *
 * @param job the job
 * @param incarnation rises when a removed name is registered again, from 1
 * @param origin where the run came from
 * @param key for a scheduled run its instant in UTC, else an idempotency key
 */
public record RunId(JobName job, int incarnation, Origin origin, String key)
    implements Comparable<RunId> {

  /** The rule for keys, as people read it. */
  public static final String KEY_RULE = "[A-Za-z0-9_-]{1,64}";

  private static final Pattern KEY = Pattern.compile(KEY_RULE);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  /** Checks the parts. */
  public RunId {
    if (incarnation < 1) {
      throw new IllegalArgumentException("incarnation: " + incarnation + " (expected: 1 or more)");
    }
    if (!isValidKey(key)) {
      throw new IllegalArgumentException("key: " + key + " (expected: " + KEY_RULE + ")");
    }
  }

  /** Whether a text may be an idempotency key. */
  public static boolean isValidKey(String key) {
    return KEY.matcher(key).matches();
  }

  /** The run of a due instant, which exists once whatever the cron was changed to meanwhile. */
  public static RunId scheduled(JobName job, int incarnation, Instant due) {
    boolean wholeSecond = due.equals(due.truncatedTo(ChronoUnit.SECONDS));
    String key = (wholeSecond ? SECONDS : MILLIS).format(due);
    return new RunId(job, incarnation, Origin.SCHEDULE, key);
  }

  /** The run of a trigger by hand. */
  public static RunId manual(JobName job, int incarnation, String key) {
    return new RunId(job, incarnation, Origin.MANUAL, key);
  }

  /** The run of a job whose items stay on their agents. */
  public static RunId daemon(JobName job, int incarnation, Instant since, int which) {
    String key = MILLIS.format(since) + (which == 0 ? "" : "-" + which);
    return new RunId(job, incarnation, Origin.DAEMON, key);
  }

  /** The strict inverse of {@link #toString()}. */
  public static RunId parse(String text) {
    RightToLeft parts = new RightToLeft(text, "run id");
    String key = parts.next();
    Origin origin = Origin.ofLetter(parts.next());
    int incarnation = parts.nextInt();
    return new RunId(new JobName(parts.rest()), incarnation, origin, key);
  }

  @Override
  public int compareTo(RunId other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return job + "." + incarnation + "." + origin.letter() + "." + key;
  }
}
