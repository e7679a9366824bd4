package io.ejc.internal.wire;

import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.AgentTraits;
import io.ejc.internal.model.Allocation;
import io.ejc.internal.model.Attribute;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.FaultDomain;
import io.ejc.internal.model.InverseOffer;
import io.ejc.internal.model.Offer;
import io.ejc.internal.model.OfferId;
import io.ejc.internal.model.Portion;
import io.ejc.internal.model.Ports;
import io.ejc.internal.model.Reservation;
import io.ejc.internal.model.Resources;
import io.ejc.internal.model.Unavailability;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.Value;

/** Reads one offer: what of it may be used, and what the agent says of itself. */
final class OfferReader {

  private static final long THOUSANDTHS = 1000;
  private static final int PORT_MAX = 65_535;

  private OfferReader() {}

  static Offer read(Protos.Offer offer) {
    return new Offer(
        new OfferId(offer.getId().getValue()),
        new AgentId(offer.getAgentId().getValue()),
        new AgentTraits(offer.getHostname(), attributes(offer.getAttributesList()), domain(offer)),
        new Allocation(role(offer), portions(offer.getResourcesList())),
        offer.getExecutorIdsList().stream()
            .map(id -> new ExecutorId(id.getValue()))
            .collect(Collectors.toCollection(LinkedHashSet::new)),
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

  /** An offer is for one role; a master that does not say which knows one alone. */
  private static String role(Protos.Offer offer) {
    String role = offer.getAllocationInfo().getRole();
    return role.isEmpty() ? "*" : role;
  }

  private static Optional<FaultDomain> domain(Protos.Offer offer) {
    Protos.DomainInfo.FaultDomain domain = offer.getDomain().getFaultDomain();
    return offer.getDomain().hasFaultDomain()
        ? Optional.of(new FaultDomain(domain.getRegion().getName(), domain.getZone().getName()))
        : Optional.empty();
  }

  private static Unavailability unavailability(Protos.Unavailability times) {
    return new Unavailability(
        Instant.ofEpochSecond(0, times.getStart().getNanoseconds()),
        times.hasDuration()
            ? Optional.of(Duration.ofNanos(times.getDuration().getNanoseconds()))
            : Optional.empty());
  }

  private static List<Portion> portions(List<Protos.Resource> resources) {
    Map<Reservation, List<Protos.Resource>> kept = new LinkedHashMap<>();
    for (Protos.Resource resource : resources) {
      if (usable(resource)) {
        kept.computeIfAbsent(Reservations.of(resource), r -> new ArrayList<>()).add(resource);
      }
    }
    List<Portion> portions = new ArrayList<>();
    kept.forEach((reservation, same) -> portions.add(portion(reservation, same)));
    return portions;
  }

  private static Portion portion(Reservation reservation, List<Protos.Resource> resources) {
    return new Portion(
        reservation,
        new Resources(
            thousandths(resources, "cpus"),
            whole(resources, "mem"),
            whole(resources, "disk"),
            (int) Math.min(Integer.MAX_VALUE, whole(resources, "gpus"))),
        ports(resources));
  }

  /** Mesos counts scalars to the thousandth; an offer may hold several resources of one name. */
  private static long thousandths(List<Protos.Resource> resources, String name) {
    return resources.stream()
        .filter(resource -> resource.getName().equals(name) && resource.hasScalar())
        .mapToLong(resource -> Math.round(resource.getScalar().getValue() * THOUSANDTHS))
        .sum();
  }

  private static long whole(List<Protos.Resource> resources, String name) {
    return Math.floorDiv(thousandths(resources, name), THOUSANDTHS);
  }

  private static Ports ports(List<Protos.Resource> resources) {
    List<Ports.Range> ranges =
        resources.stream()
            .filter(resource -> resource.getName().equals("ports") && resource.hasRanges())
            .flatMap(resource -> resource.getRanges().getRangeList().stream())
            .filter(range -> range.getBegin() >= 0 && range.getEnd() <= PORT_MAX)
            .filter(range -> range.getBegin() <= range.getEnd())
            .map(range -> new Ports.Range((int) range.getBegin(), (int) range.getEnd()))
            .sorted(Comparator.comparingInt(Ports.Range::from))
            .toList();
    return new Ports(ranges);
  }

  /**
   * Not volumes, not what may be taken back, and reserved resources only in the form that a
   * framework with RESERVATION_REFINEMENT is offered.
   */
  @SuppressWarnings("deprecation") // the older form of a reservation is what is left out
  private static boolean usable(Protos.Resource resource) {
    boolean refined =
        !resource.hasReservation() && (!resource.hasRole() || resource.getRole().equals("*"));
    return refined
        && !resource.hasRevocable()
        && !resource.hasShared()
        && !resource.hasDisk()
        && !resource.hasProviderId();
  }

  private static Map<String, Attribute> attributes(List<Protos.Attribute> attributes) {
    Map<String, Attribute> read = new LinkedHashMap<>();
    for (Protos.Attribute attribute : attributes) {
      read.putIfAbsent(attribute.getName(), new Attribute(text(attribute), attribute.hasScalar()));
    }
    return read;
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
