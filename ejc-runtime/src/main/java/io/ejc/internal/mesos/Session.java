package io.ejc.internal.mesos;

import io.ejc.internal.core.Call;
import io.ejc.internal.core.Event;
import io.ejc.internal.mesos.Opening.Opened;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.LeaseMessage;
import io.ejc.internal.wire.RecordReader;
import io.ejc.internal.wire.SchedulerCalls;
import io.ejc.internal.wire.SchedulerEvent;
import io.ejc.internal.wire.SchedulerEvents;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One SUBSCRIBE and what follows from it. Its own thread opens the stream and reads it until it
 * ends; its calls come from the connection's thread.
 */
final class Session {

  private static final Logger log = LoggerFactory.getLogger(Session.class);

  /** The offers of thousands of agents, and more than a master sends in one record. */
  private static final int MAX_RECORD_BYTES = 64 * 1024 * 1024;

  /** So often a call is sent that a master has no time for. */
  private static final int TRIES = 5;

  private final Means means;
  private final Call.Subscribe subscribe;
  private final Lifeline lifeline;
  private final Thread thread;
  private volatile @Nullable Established established;

  Session(Means means, Call.Subscribe subscribe) {
    this.means = means;
    this.subscribe = subscribe;
    this.lifeline = new Lifeline(subscribe.session(), means.inbox());
    this.thread =
        new Thread(
            this::live, Means.threadPrefix(means.settings()) + "-stream-" + subscribe.session());
    thread.setDaemon(true);
  }

  /** What a call of this session needs. */
  private record Established(URI endpoint, String streamId, FrameworkId framework) {}

  void start() {
    thread.start();
  }

  /** Ends the session without a word: it is replaced, or nobody listens any more. */
  void abandon() {
    lifeline.abandon();
  }

  /** Ends the session because of a fault of this process. */
  void fail(String what, RuntimeException fault) {
    log.error("session {} with the Mesos master ends: {}", subscribe.session(), what, fault);
    lifeline.end(what + ": " + fault + "; EJC subscribes again", false);
  }

  void join(Duration wait) throws InterruptedException {
    thread.join(wait.toMillis());
  }

  /** Sends a call and waits for its answer. Without a subscription it is dropped. */
  void send(Call.ToMaster call) throws InterruptedException {
    Established to = established;
    String name = OutgoingCall.name(call);
    if (to == null || lifeline.over()) {
      log.debug("{} is not sent: no session", name);
      return;
    }
    byte[] body = OutgoingCall.body(call, to.framework(), means.settings());
    try {
      HttpResponse<String> answer = answer(to, body);
      for (int tries = 1; answer.statusCode() == Statuses.SLOW_DOWN && tries < TRIES; tries++) {
        // It did not look at the call, so the same one may be sent again, in its place.
        lifeline.pause(SlowDown.pause(answer, tries));
        answer = answer(to, body);
      }
      if (answer.statusCode() != 202 && answer.statusCode() != 200) {
        lifeline.end(
            Reasons.callRefused(to.endpoint(), answer.statusCode(), answer.body(), name), false);
      }
    } catch (IOException e) {
      lifeline.end(Reasons.answerLost(to.endpoint(), e, name), false);
    }
  }

  private HttpResponse<String> answer(Established to, byte[] body)
      throws IOException, InterruptedException {
    return lifeline.await(
        means.http().call(to.endpoint(), to.streamId(), body), means.timings().answer());
  }

  private void live() {
    try {
      byte[] call =
          SchedulerCalls.subscribe(means.settings(), subscribe.framework(), subscribe.wishes());
      read(new Opening(means, lifeline).open(call));
    } catch (SessionOverException e) {
      lifeline.end(e.reason(), e.frameworkRemoved());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      lifeline.end("interrupted", false);
    } catch (RuntimeException e) {
      fail("a fault in the event stream", e);
    }
  }

  private void read(Opened opened) throws SessionOverException {
    Silence silence =
        new Silence(
            System::nanoTime,
            (nanos, task) -> means.timer().schedule(task, nanos, TimeUnit.NANOSECONDS),
            millis -> lifeline.end(Reasons.silent(opened.endpoint(), millis), false));
    lifeline.atEnd(silence::stop);
    silence.expect(means.timings().answer());
    RecordReader reader = new RecordReader(new Heard(opened.body(), silence), MAX_RECORD_BYTES);
    try {
      for (byte[] record = reader.next(); record != null; record = reader.next()) {
        handle(SchedulerEvents.decode(record), opened, silence);
      }
    } catch (IOException e) {
      throw new SessionOverException(Reasons.cut(opened.endpoint(), e));
    }
    throw new SessionOverException(Reasons.ended(opened.endpoint()));
  }

  private void handle(SchedulerEvent event, Opened opened, Silence silence)
      throws SessionOverException {
    long session = subscribe.session();
    if (event instanceof SchedulerEvent.Subscribed subscribed) {
      subscribed(subscribed, opened, silence);
    } else if (event instanceof SchedulerEvent.Offers offers) {
      lifeline.post(new Event.OffersArrived(session, offers.offers()));
    } else if (event instanceof SchedulerEvent.InverseOffers offers) {
      lifeline.post(new Event.InverseOffersArrived(session, offers.offers()));
    } else if (event instanceof SchedulerEvent.Updated updated) {
      lifeline.post(new Event.TaskReported(session, updated.report()));
    } else if (event instanceof SchedulerEvent.ExecutorFailed failed) {
      lifeline.post(new Event.ExecutorEnded(failed.agent(), failed.executor(), failed.status()));
    } else if (event instanceof SchedulerEvent.AboutLease about
        && about.message().kind() == LeaseMessage.Kind.ASKED) {
      lifeline.post(
          new Event.LeaseAsked(
              session,
              about.agent(),
              about.executor(),
              about.message().carrier(),
              about.message().nonce()));
    } else if (event instanceof SchedulerEvent.Failed failed) {
      boolean removed = failed.message().startsWith("Framework has been removed");
      throw new SessionOverException(
          Reasons.failed(opened.endpoint(), failed.message(), removed), removed);
    } else if (!(event instanceof SchedulerEvent.Heartbeat)) {
      // A rescinded offer that is used comes back as TASK_DROPPED; a lost agent is told by updates.
      log.debug("session {}: {}", session, event);
    }
  }

  private void subscribed(SchedulerEvent.Subscribed event, Opened opened, Silence silence) {
    silence.expect(means.timings().patience(event.heartbeat()));
    established = new Established(opened.endpoint(), opened.streamId(), event.framework());
    log.debug(
        "subscribed at the Mesos master {} as framework {}",
        opened.endpoint().getRawAuthority(),
        event.framework());
    lifeline.post(
        new Event.Subscribed(subscribe.session(), event.framework(), event.masterVersion()));
  }

  /** Tells that bytes arrived. */
  private static final class Heard extends FilterInputStream {
    private final Silence silence;

    Heard(InputStream in, Silence silence) {
      super(in);
      this.silence = silence;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      silence.heard();
      return read;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = super.read(into, offset, length);
      silence.heard();
      return read;
    }
  }
}
