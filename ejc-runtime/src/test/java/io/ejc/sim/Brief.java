package io.ejc.sim;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.Event;
import io.ejc.internal.model.TaskLaunch;
import io.ejc.internal.model.TaskReport;
import java.util.List;

/** Events and calls in few words, for scripts that people read. */
final class Brief {

  private Brief() {}

  static String of(Call call) {
    if (call instanceof Call.Accept accept) {
      List<String> launches = accept.launches().stream().map(Brief::of).toList();
      return "Accept " + accept.offers() + " " + launches + " refuse " + accept.refuse();
    }
    return call.toString();
  }

  private static String of(TaskLaunch launch) {
    return launch.id()
        + " = "
        + launch.payload().attempt()
        + " token "
        + launch.payload().fencingToken()
        + " on "
        + launch.agent()
        + " in "
        + launch.executor().id();
  }

  static String of(Event event) {
    if (event instanceof Event.TaskReported reported) {
      TaskReport report = reported.report();
      return report.taskId()
          + " is "
          + report.state()
          + " "
          + report.reason()
          + report.attempt().map(told -> " attempt " + told.kind()).orElse("")
          + report.agent().map(agent -> " on " + agent).orElse("")
          + report.uuid().map(uuid -> " " + uuid).orElse("");
    }
    if (event instanceof Event.OffersArrived arrived) {
      return "offers "
          + arrived.offers().stream()
              .map(offer -> offer.id() + " of " + offer.agent() + " " + offer.free())
              .toList();
    }
    return event.toString();
  }
}
