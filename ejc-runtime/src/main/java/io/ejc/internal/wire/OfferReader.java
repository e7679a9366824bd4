package io.ejc.internal.wire;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.InverseOffer;
import io.ejc.internal.model.Offer;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.Resources;
import io.ejc.internal.model.Unavailability;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.Value;

/** Reads one offer: what of it may be used, and what the agent says of itself. */
final class OfferReader {

  private static final long THOUSANDTHS = 1000;

  private OfferReader() {}

  static Offer read(Protos.Offer offer) {
    List<Protos.Resource> resources = offer.getResourcesList();
    return new Offer(
        new OfferId(offer.getId().getValue()),
        new AgentId(offer.getAgentId().getValue()),
        offer.getHostname(),
        new Resources(
            thousandths(resources, "cpus"),
            whole(resources, "mem"),
            whole(resources, "disk"),
            (int) Math.min(Integer.MAX_VALUE, whole(resources, "gpus"))),
        attributes(offer.getAttributesList()),
        offer.getExecutorIdsList().stream()
            .map(id -> new ExecutorId(id.getValue()))
            .collect(Collectors.toSet()),
        offer.hasUnavailability()
            ? Optional.of(unavailability(offer.getUnavailability()))
            : Optional.empty());
  }

  static InverseOffer read(Protos.InverseOffer offer) {
    return new InverseOffer(
        new OfferId(offer.getId().getValue()),
        offer.hasAgentId()
            ? Optional.of(new AgentId(offer.getAgentId().getValue()))
            : Optional.empty(),
        unavailability(offer.getUnavailability()));
  }

  private static Unavailability unavailability(Protos.Unavailability announced) {
    return new Unavailability(
        Instant.EPOCH.plusNanos(announced.getStart().getNanoseconds()),
        announced.hasDuration()
            ? Optional.of(Duration.ofNanos(announced.getDuration().getNanoseconds()))
            : Optional.empty());
  }

  /** Mesos counts scalars to the thousandth; an offer may hold several resources of one name. */
  private static long thousandths(List<Protos.Resource> resources, String name) {
    return resources.stream()
        .filter(resource -> resource.getName().equals(name) && usable(resource))
        .mapToLong(resource -> Math.round(resource.getScalar().getValue() * THOUSANDTHS))
        .sum();
  }

  private static long whole(List<Protos.Resource> resources, String name) {
    return Math.floorDiv(thousandths(resources, name), THOUSANDTHS);
  }

  /** Plain resources only: a volume or a reservation must be named in a task as it was offered. */
  @SuppressWarnings("deprecation") // older masters name a reserved resource's role in the old field
  private static boolean usable(Protos.Resource resource) {
    boolean unreserved =
        resource.getReservationsCount() == 0
            && !resource.hasReservation()
            && (!resource.hasRole() || resource.getRole().equals("*"));
    return unreserved
        && resource.hasScalar()
        && !resource.hasRevocable()
        && !resource.hasShared()
        && !resource.hasDisk()
        && !resource.hasProviderId();
  }

  private static Map<String, String> attributes(List<Protos.Attribute> attributes) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Protos.Attribute attribute : attributes) {
      texts.putIfAbsent(attribute.getName(), text(attribute));
    }
    return texts;
  }

  /** As an operator writes them for the agent's flag {@code --attributes}. */
  private static String text(Protos.Attribute attribute) {
    if (attribute.hasScalar()) {
      return number(attribute.getScalar());
    }
    if (attribute.hasRanges()) {
      return attribute.getRanges().getRangeList().stream()
          .map(range -> range.getBegin() + "-" + range.getEnd())
          .collect(Collectors.joining(",", "[", "]"));
    }
    if (attribute.hasSet()) {
      return attribute.getSet().getItemList().stream().collect(Collectors.joining(",", "{", "}"));
    }
    return attribute.getText().getValue();
  }

  private static String number(Value.Scalar scalar) {
    BigDecimal exact = BigDecimal.valueOf(Math.round(scalar.getValue() * THOUSANDTHS), 3);
    return exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
  }
}
