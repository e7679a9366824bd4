package io.ejc.internal.wire;

import io.ejc.internal.model.Allocation;
import io.ejc.internal.model.Portion;
import io.ejc.internal.model.Ports;
import io.ejc.internal.model.Reservation;
import java.util.ArrayList;
import java.util.List;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;

/**
 * Writes resources as they were offered: allocated to a role, reserved ones with the reservations
 * of the offer to the letter. Zero is left out.
 */
final class ResourceWriter {

  private final List<Resource> written = new ArrayList<>();
  private final String role;

  private ResourceWriter(String role) {
    this.role = role;
  }

  static List<Resource> write(Allocation allocation) {
    ResourceWriter writer = new ResourceWriter(allocation.role());
    allocation.portions().forEach(writer::add);
    return List.copyOf(writer.written);
  }

  private void add(Portion portion) {
    Reservation reservation = portion.reservation();
    scalar(reservation, "cpus", portion.amounts().cpuMillis() / 1000.0);
    scalar(reservation, "mem", (double) portion.amounts().memMb());
    scalar(reservation, "disk", (double) portion.amounts().diskMb());
    scalar(reservation, "gpus", portion.amounts().gpus());
    if (!portion.ports().ranges().isEmpty()) {
      written.add(
          resource(reservation, "ports")
              .setType(Value.Type.RANGES)
              .setRanges(ranges(portion.ports()))
              .build());
    }
  }

  private void scalar(Reservation reservation, String name, double value) {
    if (value > 0) {
      written.add(
          resource(reservation, name)
              .setType(Value.Type.SCALAR)
              .setScalar(Value.Scalar.newBuilder().setValue(value))
              .build());
    }
  }

  private Resource.Builder resource(Reservation reservation, String name) {
    return Resource.newBuilder()
        .setName(name)
        .setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole(role))
        .addAllReservations(Reservations.read(reservation));
  }

  private static Value.Ranges ranges(Ports ports) {
    Value.Ranges.Builder ranges = Value.Ranges.newBuilder();
    ports
        .ranges()
        .forEach(
            range ->
                ranges.addRange(
                    Value.Range.newBuilder().setBegin(range.from()).setEnd(range.to())));
    return ranges.build();
  }
}
