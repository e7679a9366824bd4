package io.ejc.internal.model;

import java.util.Optional;

/**
 * A Mesos status update in the core's words.
 *
 * @param taskId the Mesos task, which may not be one of ours
 * @param state its state
 * @param reason Mesos' reason without its prefix, such as {@code EXECUTOR_TERMINATED}; empty when
 *     none
 * @param fromExecutor whether the executor itself sent it (SOURCE_EXECUTOR)
 * @param message Mesos' or the executor's words, may be empty
 * @param agent the agent, when given
 * @param uuid the update's uuid in hexadecimal; empty when it must not be acknowledged
 * @param attempt what the executor says of the attempt, when it does
 */
public record TaskReport(
    String taskId,
    TaskState state,
    String reason,
    boolean fromExecutor,
    String message,
    Optional<AgentId> agent,
    Optional<String> uuid,
    Optional<AttemptReport> attempt) {}
