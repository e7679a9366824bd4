package io.ejc.internal.engine;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The clocks of a host.
 *
 * @param host the host's clock, by which everything is decided
 * @param nanos a clock that is never set, in nanoseconds from anywhere
 * @param store the clock that all hosts share
 * @param maxSkew how far the host's clock may be from the store's
 */
public record Clocks(InstantSource host, LongSupplier nanos, StoreClock store, Duration maxSkew) {}
