package io.ejc.internal.localcluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.mesos.v1.Protos.OfferID;
import org.jspecify.annotations.Nullable;

/** The open offers, and those that ask for something back. Owned by the master's thread. */
final class OfferBook {

  private final Map<String, OpenOffer> open = new LinkedHashMap<>();
  private final Map<String, InverseOffer> inverse = new LinkedHashMap<>();
  private final String masterId;
  private long count;

  OfferBook(String masterId) {
    this.masterId = masterId;
  }

  /** Resources of one agent, promised to one role of one framework until it answers. */
  record OpenOffer(
      String id, String frameworkId, String agentId, String role, Quantities resources) {
    OfferID offerId() {
      return OfferID.newBuilder().setValue(id).build();
    }
  }

  /** Asks a framework to leave an agent whose machine will be taken away. */
  record InverseOffer(String id, String frameworkId, String agentId) {
    OfferID offerId() {
      return OfferID.newBuilder().setValue(id).build();
    }
  }

  OpenOffer add(String frameworkId, String agentId, String role, Quantities resources) {
    OpenOffer offer = new OpenOffer(nextId(), frameworkId, agentId, role, resources);
    open.put(offer.id(), offer);
    return offer;
  }

  InverseOffer addInverse(String frameworkId, String agentId) {
    InverseOffer offer = new InverseOffer(nextId(), frameworkId, agentId);
    inverse.put(offer.id(), offer);
    return offer;
  }

  /** The offer, if it is open and this framework's. */
  @Nullable OpenOffer find(String offerId, String frameworkId) {
    OpenOffer offer = open.get(offerId);
    return offer != null && offer.frameworkId().equals(frameworkId) ? offer : null;
  }

  /** Takes the inverse offer out of the book, if it is open and this framework's. */
  @Nullable InverseOffer answerInverse(String offerId, String frameworkId) {
    InverseOffer offer = inverse.get(offerId);
    boolean its = offer != null && offer.frameworkId().equals(frameworkId);
    return its ? inverse.remove(offerId) : null;
  }

  boolean isOpen(OpenOffer offer) {
    return open.containsKey(offer.id());
  }

  void remove(OpenOffer offer) {
    open.remove(offer.id());
  }

  void remove(InverseOffer offer) {
    inverse.remove(offer.id());
  }

  List<OpenOffer> matching(Predicate<OpenOffer> which) {
    return open.values().stream().filter(which).toList();
  }

  List<InverseOffer> inverseMatching(Predicate<InverseOffer> which) {
    return inverse.values().stream().filter(which).toList();
  }

  private String nextId() {
    return masterId + "-O" + count++;
  }
}
