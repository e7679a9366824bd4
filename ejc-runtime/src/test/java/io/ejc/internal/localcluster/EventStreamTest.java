package io.ejc.internal.localcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;

/** A subscriber that does not read. */
class EventStreamTest {

  @Test
  void who_lets_too_much_pile_up_is_cut_off() {
    AtomicInteger closed = new AtomicInteger();
    EventStream stream = new EventStream(MediaType.PROTOBUF, "a test");
    stream.closedBy(closed::incrementAndGet);
    Event large =
        Event.newBuilder()
            .setType(Event.Type.ERROR)
            .setError(
                Event.Error.newBuilder().setMessageBytes(ByteString.copyFrom(new byte[8 << 20])))
            .build();
    long fits = EventStream.LARGEST_BACKLOG / large.getSerializedSize();
    for (int i = 0; i < fits; i++) {
      stream.send(large);
    }
    assertThat(stream.isOpen()).isTrue();
    stream.send(large);
    assertThat(stream.isOpen()).isFalse();
    assertThat(closed.get()).isEqualTo(1);
  }
}
