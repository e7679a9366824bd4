/** Mesos v1 messages and RecordIO framing: bytes to model and back. Pure. */
@NullMarked
package io.ejc.internal.wire;

import org.jspecify.annotations.NullMarked;
