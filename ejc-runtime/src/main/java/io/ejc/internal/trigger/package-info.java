/**
 * Cron, time zones and daylight saving: what is due at an instant, as functions of their arguments.
 * No clock is read here.
 *
 * <p>Not API. May change in any release.
 */
@NullMarked
package io.ejc.internal.trigger;

import org.jspecify.annotations.NullMarked;
