package io.ejc.api;

import java.util.List;
import java.util.Optional;

/**
 * A sharding item of a run as it stands now.
 *
 * @param item its number
 * @param parameter its sharding parameter; empty when there is none
 * @param state how it stands
 * @param reason why it stands so, for people: the failure, the loss, the kill; empty when there is
 *     nothing to say
 * @param attempts its recorded attempts, oldest first; of many, the oldest are dropped
 * @param firings what became of its due instants, of an item of a {@link ExecutionType#DAEMON} job;
 *     empty before it told of any, and for any other job
 */
public record ItemView(
    int item,
    Optional<String> parameter,
    ItemState state,
    Optional<String> reason,
    List<AttemptView> attempts,
    Optional<FiringsView> firings) {

  /** Copies the list. */
  public ItemView {
    attempts = List.copyOf(attempts);
  }
}
