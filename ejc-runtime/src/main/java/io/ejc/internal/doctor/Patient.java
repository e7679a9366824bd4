package io.ejc.internal.doctor;

import io.ejc.internal.engine.Clocks;
import io.ejc.internal.engine.Inbox;
import io.ejc.internal.engine.MasterConnection;
import io.ejc.internal.launch.LaunchPlanner;
import io.ejc.internal.mesos.MasterAccess;
import io.ejc.internal.mesos.MasterAddress;
import io.ejc.internal.model.Bundle;
import io.ejc.internal.model.JobDefinition;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * What is examined: an application that could start now.
 *
 * @param configuration what is in force, secrets masked
 * @param zookeeper the servers that keep its state
 * @param clocks its clock and the store's
 * @param masters where the Mesos masters are
 * @param roles the roles under which it is offered resources, for people
 * @param code what its executors run
 * @param jobs its jobs
 * @param connect opens a connection to the master as a framework that ends with it
 */
public record Patient(
    String configuration,
    Servers zookeeper,
    Clocks clocks,
    Masters masters,
    String roles,
    Code code,
    List<JobDefinition> jobs,
    Function<Inbox, MasterConnection> connect) {

  /**
   * ZooKeeper.
   *
   * @param servers {@code host:port}, commas between them
   * @param patience how long each may take to accept a connection
   */
  public record Servers(String servers, Duration patience) {}

  /**
   * Mesos masters.
   *
   * @param address where they are
   * @param access what they are shown
   * @param patience how long each may take to answer
   */
  public record Masters(MasterAddress address, MasterAccess access, Duration patience) {}

  /**
   * What executors run.
   *
   * @param planner plans them
   * @param bundle the code
   * @param served where agents fetch it
   */
  public record Code(LaunchPlanner planner, Bundle bundle, URI served) {
    /** The address without its path. */
    String shown() {
      return served.getScheme() + "://" + served.getHost() + ":" + served.getPort();
    }
  }
}
