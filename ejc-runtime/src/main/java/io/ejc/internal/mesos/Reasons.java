package io.ejc.internal.mesos;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a session ended, in words that name the master, what it said, and the next step. */
final class Reasons {

  private static final int MAX_BODY = 200;
  private static final String CORRECT = "correct the setting of the framework that it names";
  private static final String IS_IT_THERE = " (is it running, and does ejc.mesos.master name it?)";
  private static final String PASSES = "this passes by itself as a rule; EJC subscribes again";

  private Reasons() {}

  /** The master could not be asked. */
  static String unreachable(URI endpoint, IOException fault) {
    return master(endpoint) + fault(fault) + question(endpoint, fault);
  }

  /** One of TLS names its next step itself. */
  private static String question(URI endpoint, IOException fault) {
    if (has(fault, SSLException.class)) {
      return "";
    }
    if ("https".equals(endpoint.getScheme())) {
      return has(fault, HttpTimeoutException.class)
          ? " (is it running, does ejc.mesos.master name it, and does it speak TLS?)"
          : IS_IT_THERE;
    }
    return has(fault, ConnectException.class) || has(fault, HttpTimeoutException.class)
        ? IS_IT_THERE
        : " (does it speak TLS? then give it an https address, or set ejc.mesos.tls.enabled=true)";
  }

  /** A leader of an election could not be asked: the masters' ZooKeeper may not know it yet. */
  static String electedUnreachable(URI endpoint, IOException fault) {
    return has(fault, ConnectException.class)
        ? master(endpoint)
            + fault(fault)
            + "; if it has died, ZooKeeper names it until its session there ends; EJC follows the"
            + " next leader"
        : unreachable(endpoint, fault);
  }

  /** What is there is no master. */
  static String noMaster(URI master, int status, String body) {
    return answered(master, status, body, "GET /version")
        + "this is no Mesos master; ejc.mesos.master must name one";
  }

  /** The leader that a master names could not be asked. */
  static String leaderUnreachable(URI master, URI leader, IOException fault) {
    return master(master)
        + "it names the leader "
        + leader.getRawAuthority()
        + ", but there "
        + fault(fault)
        + "; a dead leader is named until its ZooKeeper session ends; EJC subscribes again";
  }

  /** The master answered a SUBSCRIBE with something else than a stream. */
  static String subscribeRefused(URI endpoint, int status, String body) {
    return answered(endpoint, status, body, "SUBSCRIBE") + Statuses.afterSubscribe(status);
  }

  /** The master answered a call with an error. */
  static String callRefused(URI endpoint, int status, String body, String call) {
    return answered(endpoint, status, body, call) + Statuses.afterCall(status);
  }

  /** Whether the master did what a call asked for is not known. */
  static String answerLost(URI endpoint, IOException fault, String call) {
    return master(endpoint)
        + "the answer to "
        + call
        + " was lost, "
        + fault(fault)
        + "; EJC subscribes again and reconciles";
  }

  /** The stream was cut, or is none. */
  static String cut(URI endpoint, IOException fault) {
    return master(endpoint)
        + "the event stream broke off, "
        + fault(fault)
        + "; EJC subscribes again";
  }

  /** The stream ended with its last chunk. */
  static String ended(URI endpoint) {
    return master(endpoint) + "it ended the event stream; EJC subscribes again";
  }

  /** Nothing came for longer than heartbeats allow. */
  static String silent(URI endpoint, long millis) {
    return master(endpoint)
        + "nothing came for "
        + millis
        + " ms, not even a heartbeat; EJC subscribes again";
  }

  /** Whether one of these says that the master does not take this framework as it is. */
  static boolean isRefusal(String reason) {
    return reason.contains(CORRECT) || Statuses.isRefusal(reason);
  }

  /** The master sent an ERROR. */
  static String failed(URI endpoint, String message, boolean removed) {
    String next;
    if (removed) {
      next = "its id is of no further use; EJC takes a new one";
    } else if (message.contains("failed over")) {
      next = "another process subscribed with the same framework id; only one of them may";
    } else {
      next = CORRECT;
    }
    return master(endpoint) + "it said \"" + excerpt(message) + "\"; " + next;
  }

  /** ZooKeeper names another leader, or nobody. */
  static String leadsNoMore(URI endpoint, List<URI> others) {
    String next =
        others.isEmpty()
            ? "EJC waits for the next leader"
            : "EJC subscribes at the new leader, " + others.get(0).getRawAuthority();
    return master(endpoint) + "it leads no more, says ZooKeeper; " + next;
  }

  /** A leader that would get our secret without TLS. */
  static String downgrade(URI endpoint, String location) {
    return master(endpoint)
        + "it names a leader without TLS, Location \""
        + excerpt(location)
        + "\"; give the masters https addresses";
  }

  /** A redirection that leads nowhere. */
  static String redirected(URI endpoint, String location) {
    return master(endpoint)
        + "it names no usable leader, Location \""
        + excerpt(location)
        + "\"; "
        + PASSES;
  }

  /** What went wrong with a connection, as a person would say it. */
  static String fault(IOException fault) {
    if (has(fault, UnresolvedAddressException.class) || has(fault, UnknownHostException.class)) {
      return "the host name is unknown";
    }
    if (has(fault, SSLException.class)) {
      return tls(fault);
    }
    if (has(fault, HttpConnectTimeoutException.class)) {
      return "it did not accept a connection in time";
    }
    if (has(fault, HttpTimeoutException.class)) {
      return "it did not answer in time";
    }
    if (has(fault, ConnectException.class)) {
      return "the connection was refused";
    }
    String message = fault.getMessage();
    return "the connection failed ("
        + (message == null ? fault.getClass().getSimpleName() : excerpt(message))
        + ")";
  }

  /** Which side does not know the other, and which key is about it. */
  private static String tls(IOException fault) {
    StringBuilder said = new StringBuilder();
    for (@Nullable Throwable cause = fault; cause != null; cause = cause.getCause()) {
      said.append(cause.getMessage()).append(' ');
    }
    String all = excerpt(said.toString());
    if (all.contains("No name matching") || all.contains("No subject alternative")) {
      return "its certificate is for another host name ("
          + all
          + "); ejc.mesos.master must use the"
          + " name in the certificate";
    }
    if (all.contains("PKIX") || all.contains("trustAnchors")) {
      return "its certificate is not trusted; ejc.mesos.tls.ca must name the authority that issued"
          + " it";
    }
    if (all.contains("certificate") || all.contains("alert")) {
      return "TLS was refused ("
          + all
          + "); does it want a client certificate,"
          + " ejc.mesos.tls.certificate?";
    }
    return "the TLS handshake failed ("
        + all
        + "); does it want a client certificate, ejc.mesos.tls.certificate, or speak no TLS, so"
        + " that http:// is meant?";
  }

  /** The first line of what somebody else wrote, and not too much of it. */
  static String excerpt(String text) {
    String line = text.strip().lines().findFirst().orElse("");
    String printable = line.replaceAll("\\p{Cntrl}", "?");
    return printable.length() <= MAX_BODY ? printable : printable.substring(0, MAX_BODY) + "...";
  }

  private static String answered(URI endpoint, int status, String body, String call) {
    String said = body.isBlank() ? "" : " \"" + excerpt(body) + "\"";
    return master(endpoint)
        + String.format(Locale.ROOT, "it answered %s with %d%s; ", call, status, said);
  }

  private static String master(URI endpoint) {
    return "Mesos master " + endpoint.getScheme() + "://" + endpoint.getRawAuthority() + ": ";
  }

  private static boolean has(Throwable fault, Class<? extends Throwable> type) {
    for (@Nullable Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
