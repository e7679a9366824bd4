package io.ejc.internal.localcluster;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;

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

  /** True if a resource is allocated to another role or reserved: no offer here contains that. */
  static boolean foreign(List<Resource> resources, String role) {
    return resources.stream()
        .anyMatch(
            resource -> !resource.getAllocationInfo().getRole().equals(role) || reserved(resource));
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
    return Quantities.scalar(resource.getName(), Math.round(value * 1_000));
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
    return Quantities.ranges(resource.getName(), Ranges.of(spans));
  }

  /** As an agent describes itself to its executors: without roles. */
  static List<Resource> plain(Quantities quantities) {
    List<Resource> list = new ArrayList<>();
    quantities
        .ranges()
        .forEach(
            (name, ranges) ->
                list.add(
                    Resource.newBuilder()
                        .setName(name)
                        .setType(Value.Type.RANGES)
                        .setRanges(ranges(ranges))
                        .build()));
    quantities
        .scalars()
        .forEach(
            (name, thousandths) ->
                list.add(
                    Resource.newBuilder()
                        .setName(name)
                        .setType(Value.Type.SCALAR)
                        .setScalar(Value.Scalar.newBuilder().setValue(thousandths / 1_000.0))
                        .build()));
    return list;
  }

  /** As an offer shows them: allocated to a role, in the form that the framework understands. */
  static List<Resource> offered(Quantities quantities, String role, Capabilities framework) {
    return plain(quantities).stream()
        .map(
            resource -> {
              Resource.Builder offered = resource.toBuilder();
              if (framework.multiRole()) {
                offered.setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole(role));
              }
              return framework.reservationRefinement() ? offered.build() : unreserved(offered);
            })
        .collect(Collectors.toList());
  }

  @SuppressWarnings("deprecation") // the older form is what frameworks without refinement expect
  private static Resource unreserved(Resource.Builder resource) {
    return resource.setRole("*").build();
  }

  @SuppressWarnings("deprecation") // both forms of a reservation are refused
  private static boolean reserved(Resource resource) {
    return resource.getReservationsCount() > 0
        || resource.hasReservation()
        || (resource.hasRole() && !resource.getRole().equals("*"));
  }

  private static Value.Ranges ranges(Ranges ranges) {
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
