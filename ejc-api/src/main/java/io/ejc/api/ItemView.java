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
 */
public record ItemView(
    int item,
    Optional<String> parameter,
    ItemState state,
    Optional<String> reason,
    List<AttemptView> attempts) {

  /** Copies the list. */
  public ItemView {
    attempts = List.copyOf(attempts);
  }
}
