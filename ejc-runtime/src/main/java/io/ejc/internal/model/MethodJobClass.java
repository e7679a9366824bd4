package io.ejc.internal.model;

import java.util.Optional;

/**
 * The class that is generated for a job that is a method: {@code com.shop.Orders#settle}. It lies
 * in the package of the class that declares the method, and no Java source can name another one
 * like it.
 *
 * @param holder the class that declares the method
 * @param method the method's name
 */
public record MethodJobClass(String holder, String method) {

  private static final char SEPARATOR = '#';

  /**
   * Reads the class of a job.
   *
   * @param jobClass as {@link #toString} writes it, or the class of another job
   * @return what was generated for a method; empty when it is a class that somebody wrote
   */
  public static Optional<MethodJobClass> parse(String jobClass) {
    int separator = jobClass.indexOf(SEPARATOR);
    return separator < 0
        ? Optional.empty()
        : Optional.of(
            new MethodJobClass(
                jobClass.substring(0, separator), jobClass.substring(separator + 1)));
  }

  /** The name of the generated class. */
  @Override
  public String toString() {
    return holder + SEPARATOR + method;
  }
}
