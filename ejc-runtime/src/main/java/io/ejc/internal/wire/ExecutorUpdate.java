package io.ejc.internal.wire;

import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.TaskState;
import java.time.Instant;
import java.util.Optional;

/**
 * A status update as an executor sends it, and sends it again to the letter.
 *
 * @param taskId the Mesos task
 * @param state its state; never STAGING, which agents refuse
 * @param uuid names this update, 32 hexadecimal digits
 * @param timestamp when it happened
 * @param message for people, may be empty
 * @param report what happened to the attempt, when there is something to say
 */
public record ExecutorUpdate(
    String taskId,
    TaskState state,
    String uuid,
    Instant timestamp,
    String message,
    Optional<AttemptReport> report) {}
