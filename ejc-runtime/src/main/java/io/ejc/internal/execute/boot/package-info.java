/**
 * What an agent runs before it has anything of ours: one class that travels inside the start
 * command, so it is small, uses nothing but the JDK's base, and takes no detours at start-up.
 *
 * <p>Not API. May change in any release.
 */
@NullMarked
package io.ejc.internal.execute.boot;

import org.jspecify.annotations.NullMarked;
