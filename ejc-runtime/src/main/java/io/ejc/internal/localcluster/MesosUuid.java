package io.ejc.internal.localcluster;

import org.apache.mesos.protobuf.ByteString;

/** The rule for the uuid of an update: 16 bytes, of a version that RFC 4122 knows. */
final class MesosUuid {

  private static final int BYTES = 16;
  private static final int VERSION = 6;
  private static final int NEWEST = 5;

  private MesosUuid() {}

  /** Whether Mesos takes these bytes for a uuid; sixteen zeros it does not. */
  static boolean isValid(ByteString uuid) {
    if (uuid.size() != BYTES) {
      return false;
    }
    int version = uuid.byteAt(VERSION) >> 4 & 0xf;
    return version >= 1 && version <= NEWEST;
  }
}
