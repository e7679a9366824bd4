package io.ejc.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Stands beside {@link ElasticJob} and makes it a job that is a shell command: Mesos' own command
 * executor runs it, and the agent needs neither Java nor this application's code. The annotated
 * type only carries the annotations: it is never loaded, may be an empty interface, and implements
 * no job interface.
 *
 * <p>The agent's {@code sh -c} runs the line, in a sandbox of its own, with the variables of a
 * {@link ScriptJob} in its environment. Exit status 0 means the item succeeded, any other that it
 * failed. A kill is SIGTERM to the command and its children, and SIGKILL after {@link
 * ElasticJob#killGrace()}.
 *
 * <p>The command takes {@link ElasticJob#cpuCount()} and {@link ElasticJob#memoryMB()} (all of its
 * memory, whatever {@link ElasticJob#isolation()} says) and no executor of EJC beside it. What
 * happens in Java on the agent cannot be asked of it: {@link ElasticJob#exclusive()}, {@link
 * ElasticJob#listeners()}, {@link ElasticJob#errorHandler()}, {@link ElasticJob#retryOn()}, {@link
 * ElasticJob#failOn()} and {@link ElasticJob#streaming()} are refused.
 *
 * <p>Command and environment, the job's parameter among it, are visible to everybody who may read
 * Mesos' state: no secrets.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ShellJob {

  /**
   * The command line, as {@code sh -c} gets it. {@code ${key}} is resolved when the host starts, as
   * in all attributes; variables of the shell are written without braces ({@code
   * $JOB_SHARDING_ITEM}) or as {@code $${NAME}}. Rule: not blank.
   */
  String value();

  /**
   * More variables for its environment, each as {@code NAME=value}; they win over the context's.
   * Rule: the name matches {@code [A-Za-z_][A-Za-z0-9_]*}, and each is named once. Default: none.
   */
  String[] environment() default {};
}
