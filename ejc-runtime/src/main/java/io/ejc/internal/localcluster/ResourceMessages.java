package io.ejc.internal.localcluster;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;
import org.jspecify.annotations.Nullable;

/** Mesos' resource messages to amounts and back. */
final class ResourceMessages {

  private static final double LARGEST = 1e12;

  private ResourceMessages() {}

  /** Resources that an agent of this cluster cannot have or that make no sense. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message);
    }
  }

  /** The role that resources are allocated to, when all of them name the same one. */
  static List<Resource> allocatedTo(List<Resource> resources, String role) {
    return resources.stream()
        .map(
            resource ->
                resource.hasAllocationInfo()
                    ? resource
                    : resource.toBuilder()
                        .setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole(role))
                        .build())
        .collect(Collectors.toList());
  }

  /** True if a resource is allocated to another role: no offer to this one contains that. */
  static boolean foreign(List<Resource> resources, String role) {
    return resources.stream()
        .anyMatch(resource -> !resource.getAllocationInfo().getRole().equals(role));
  }

  /** The role that resources are allocated to; {@code *} if they do not say. */
  static String roleOf(List<Resource> resources) {
    return resources.isEmpty() || !resources.get(0).hasAllocationInfo()
        ? "*"
        : resources.get(0).getAllocationInfo().getRole();
  }

  static Quantities read(List<Resource> resources) throws Unusable {
    Quantities sum = Quantities.NONE;
    for (Resource resource : resources) {
      sum = sum.plus(read(resource));
    }
    return sum;
  }

  private static Quantities read(Resource resource) throws Unusable {
    return switch (resource.getType()) {
      case SCALAR -> readScalar(resource);
      case RANGES -> readRanges(resource);
      default ->
          throw new Unusable(
              "Resource '"
                  + resource.getName()
                  + "' of type "
                  + resource.getType()
                  + " is not on any agent here");
    };
  }

  private static Quantities readScalar(Resource resource) throws Unusable {
    double value = resource.getScalar().getValue();
    if (!(value >= 0 && value < LARGEST)) {
      throw new Unusable("Invalid scalar resource '" + resource.getName() + "': value " + value);
    }
    return Quantities.scalar(key(resource), Math.round(value * 1_000));
  }

  private static Quantities readRanges(Resource resource) throws Unusable {
    List<Ranges.Span> spans = new ArrayList<>();
    for (Value.Range range : resource.getRanges().getRangeList()) {
      if (range.getBegin() > range.getEnd()) {
        throw new Unusable(
            "Invalid ranges resource '" + resource.getName() + "': begin is after end");
      }
      spans.add(new Ranges.Span(range.getBegin(), range.getEnd()));
    }
    return Quantities.ranges(key(resource), Ranges.of(spans));
  }

  /** In the order of the agents' own descriptions: scalars first, without roles. */
  static List<Resource> plain(Quantities quantities) {
    List<Resource> list = new ArrayList<>();
    quantities
        .only(key -> !key.isReserved())
        .scalars()
        .forEach((key, thousandths) -> list.add(scalar(key, thousandths).build()));
    quantities
        .only(key -> !key.isReserved())
        .ranges()
        .forEach((key, ranges) -> list.add(ranged(key, ranges).build()));
    Quantities reserved = quantities.only(ResourceKey::isReserved);
    reserved.scalars().forEach((key, thousandths) -> list.add(scalar(key, thousandths).build()));
    reserved.ranges().forEach((key, ranges) -> list.add(ranged(key, ranges).build()));
    return list;
  }

  /** As operators see resources: with the role, and allocated to one if it is given. */
  static List<Resource> shown(Quantities quantities, @Nullable String allocatedTo) {
    return plain(quantities).stream()
        .map(
            resource -> {
              Resource.Builder shown = resource.toBuilder();
              if (allocatedTo != null) {
                shown.setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole(allocatedTo));
              }
              return older(shown);
            })
        .toList();
  }

  /** As an offer shows them: allocated to a role, in the form that the framework understands. */
  static List<Resource> offered(Quantities quantities, String role, Capabilities framework) {
    List<Resource.Builder> list = new ArrayList<>();
    quantities.ranges().forEach((key, ranges) -> list.add(ranged(key, ranges)));
    quantities.scalars().forEach((key, thousandths) -> list.add(scalar(key, thousandths)));
    return list.stream()
        .map(
            offered -> {
              if (framework.multiRole()) {
                offered.setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole(role));
              }
              return framework.reservationRefinement() ? offered.build() : older(offered);
            })
        .toList();
  }

  private static Resource.Builder scalar(ResourceKey key, long thousandths) {
    return named(key)
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(thousandths / 1_000.0));
  }

  private static Resource.Builder ranged(ResourceKey key, Ranges ranges) {
    return named(key).setType(Value.Type.RANGES).setRanges(ranges(ranges));
  }

  private static Resource.Builder named(ResourceKey key) {
    Resource.Builder resource = Resource.newBuilder().setName(key.name());
    if (key.isReserved()) {
      resource.addReservations(
          Resource.ReservationInfo.newBuilder()
              .setType(Resource.ReservationInfo.Type.STATIC)
              .setRole(key.reservedTo()));
    }
    return resource;
  }

  @SuppressWarnings("deprecation") // the older form is what frameworks without refinement expect
  private static Resource older(Resource.Builder resource) {
    String role =
        resource.getReservationsCount() == 0 ? "*" : resource.getReservations(0).getRole();
    return resource.clearReservations().setRole(role).build();
  }

  /** Both forms of a reservation are understood; only static ones are on any agent here. */
  @SuppressWarnings("deprecation") // the older form is one of them
  private static ResourceKey key(Resource resource) throws Unusable {
    if (resource.hasReservation()
        || resource.getReservationsCount() > 1
        || (resource.getReservationsCount() == 1
            && resource.getReservations(0).getType() != Resource.ReservationInfo.Type.STATIC)
        || resource.hasDisk()
        || resource.hasRevocable()
        || resource.hasShared()) {
      throw new Unusable(
          "Resource '"
              + resource.getName()
              + "' is dynamically reserved, persistent, revocable or shared,"
              + " which no resource of the local cluster is");
    }
    if (resource.getReservationsCount() == 1) {
      return new ResourceKey(resource.getName(), resource.getReservations(0).getRole());
    }
    boolean reserved = resource.hasRole() && !resource.getRole().equals("*");
    return new ResourceKey(resource.getName(), reserved ? resource.getRole() : "");
  }

  static Value.Ranges ranges(Ranges ranges) {
    Value.Ranges.Builder message = Value.Ranges.newBuilder();
    ranges
        .spans()
        .forEach(
            span ->
                message.addRange(
                    Value.Range.newBuilder().setBegin(span.begin()).setEnd(span.end())));
    return message.build();
  }
}
