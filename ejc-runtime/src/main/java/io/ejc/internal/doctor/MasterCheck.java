package io.ejc.internal.doctor;

import io.ejc.internal.mesos.MasterProbe;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at the Mesos master: whether it answers, takes the credentials, and is new enough. */
final class MasterCheck {

  private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*");
  private static final int MAJOR = 1;
  private static final int MINOR = 9;
  private static final String RULE = " (expected: Mesos 1.9.0 or newer)";

  private final Patient.Masters masters;

  MasterCheck(Patient.Masters masters) {
    this.masters = masters;
  }

  Finding examine() throws InterruptedException {
    MasterProbe.Look look =
        MasterProbe.look(masters.address(), masters.access(), masters.patience());
    if (!look.problem().isEmpty()) {
      return Finding.fatal(look.problem(), "");
    }
    if (look.master().isEmpty()) {
      return Finding.warning(
          "Mesos master: nobody leads at the moment (expected: a leader)",
          "look at the masters' logs if this lasts; EJC waits for a leader");
    }
    String what = "Mesos master: " + look.master() + ", version " + look.version();
    Matcher version = VERSION.matcher(look.version());
    if (!version.matches()) {
      return Finding.warning(what + RULE, "EJC cannot tell from this whether it is new enough");
    }
    int major = Integer.parseInt(version.group(1));
    int minor = Integer.parseInt(version.group(2));
    return major > MAJOR || (major == MAJOR && minor >= MINOR)
        ? Finding.ok(what + RULE)
        : Finding.fatal(what + RULE, "upgrade the masters first, then the agents");
  }
}
