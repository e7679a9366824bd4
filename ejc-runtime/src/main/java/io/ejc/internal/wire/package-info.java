/**
 * What travels between the host, the master, the agents and the executors: Mesos v1 messages, the
 * RecordIO framing of their streams, and our own payloads inside them, as bytes from and to the
 * vocabulary of {@code model}. No socket, no clock, no thread; nothing of Mesos leaves this room.
 *
 * <p>Not API. May change in any release.
 */
@NullMarked
package io.ejc.internal.wire;

import org.jspecify.annotations.NullMarked;
