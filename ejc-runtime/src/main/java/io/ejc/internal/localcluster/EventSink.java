package io.ejc.internal.localcluster;

import org.apache.mesos.protobuf.Message;

/** Where the events of a subscription go. Any thread; what is sent after the end is dropped. */
interface EventSink {

  void send(Message event);

  /** Nothing follows. */
  void end();
}
