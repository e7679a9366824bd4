package io.ejc.internal.wire;

import io.ejc.internal.model.Reservation;
import java.util.Base64;
import java.util.List;
import org.apache.mesos.protobuf.InvalidProtocolBufferException;
import org.apache.mesos.v1.Protos.Resource;

/**
 * Keeps the reservations of an offered resource as text, with all that a newer master may say in
 * them, so that they can be said again exactly.
 */
final class Reservations {

  private Reservations() {}

  static Reservation of(Resource resource) {
    int levels = resource.getReservationsCount();
    if (levels == 0) {
      return Reservation.NONE;
    }
    byte[] words =
        Resource.newBuilder()
            .addAllReservations(resource.getReservationsList())
            .buildPartial()
            .toByteArray();
    return new Reservation(
        resource.getReservations(levels - 1).getRole(), Base64.getEncoder().encodeToString(words));
  }

  static List<Resource.ReservationInfo> read(Reservation reservation) {
    if (!reservation.exists()) {
      return List.of();
    }
    try {
      return Resource.parser()
          .parsePartialFrom(Base64.getDecoder().decode(reservation.words()))
          .getReservationsList();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "reservation: " + reservation + " (expected: one that was offered)", e);
    }
  }
}
