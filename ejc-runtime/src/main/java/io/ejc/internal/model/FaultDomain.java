package io.ejc.internal.model;

/**
 * Where an agent stands, as its operator says: what fails together.
 *
 * @param region the region
 * @param zone the zone within it
 */
public record FaultDomain(String region, String zone) {}
