/**
 * The one door to durable facts: the {@link io.ejc.internal.record.RunStore} port, an in-memory
 * store, and the codecs, with a version in every record.
 *
 * <p>Not API. May change in any release.
 */
@NullMarked
package io.ejc.internal.record;

import org.jspecify.annotations.NullMarked;
