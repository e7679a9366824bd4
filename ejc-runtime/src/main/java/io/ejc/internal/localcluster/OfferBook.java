package io.ejc.internal.localcluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.mesos.v1.Protos.OfferID;
import org.jspecify.annotations.Nullable;

/** The open offers. Owned by the master's thread. */
final class OfferBook {

  private final Map<String, OpenOffer> open = new LinkedHashMap<>();
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

  OpenOffer add(String frameworkId, String agentId, String role, Quantities resources) {
    String id = masterId + "-O" + count++;
    OpenOffer offer = new OpenOffer(id, frameworkId, agentId, role, resources);
    open.put(id, offer);
    return offer;
  }

  /** The offer, if it is open and this framework's. */
  @Nullable OpenOffer find(String offerId, String frameworkId) {
    OpenOffer offer = open.get(offerId);
    return offer != null && offer.frameworkId().equals(frameworkId) ? offer : null;
  }

  void remove(OpenOffer offer) {
    open.remove(offer.id());
  }

  List<OpenOffer> matching(Predicate<OpenOffer> which) {
    return open.values().stream().filter(which).toList();
  }
}
