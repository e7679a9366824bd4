package io.ejc.internal.localcluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sandbox, fetch, start: the slow part of a launch, on threads of its own. */
final class ContainerLauncher {

  private static final Logger log = LoggerFactory.getLogger(ContainerLauncher.class);

  private final Fetcher fetcher;
  private final Containers containers;
  private final ExecutorService threads;

  ContainerLauncher(String name, Fetcher fetcher, Containers containers) {
    this.fetcher = fetcher;
    this.containers = containers;
    AtomicInteger count = new AtomicInteger();
    threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, name + "-launch-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** What becomes of a launch. Called on a launch thread. */
  interface Outcome {
    void started(Containers.Container container);

    void failed(String message);

    /** All processes of the container are gone. */
    void exited(int exitValue);
  }

  /** Answers later, through the outcome. */
  void launch(ContainerPlan plan, Outcome outcome) {
    execute(
        () -> {
          try {
            Containers.Container container = prepareAndStart(plan);
            outcome.started(container);
            watch(container, outcome);
          } catch (LaunchFailure e) {
            log.warn("container {} cannot be launched: {}", plan.containerId(), e.text());
            if (e.isNotExecuted()) {
              tell(plan.sandbox(), e.text() + "\n");
              outcome.exited(1);
            } else {
              outcome.failed(e.text());
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** Reports the end of a running container. */
  void watch(Containers.Container container, Outcome outcome) {
    CompletableFuture<Void> unused =
        container.process().onExit().thenAccept(process -> execute(() -> end(container, outcome)));
  }

  /** Runs file work away from the agent's thread. */
  void execute(Runnable work) {
    try {
      threads.execute(work);
    } catch (RejectedExecutionException e) {
      log.trace("the agent has stopped, a launch is dropped");
    }
  }

  void close() {
    threads.shutdownNow();
  }

  private void end(Containers.Container container, Outcome outcome) {
    containers.ended(container);
    outcome.exited(container.process().exitValue());
  }

  private Containers.Container prepareAndStart(ContainerPlan plan)
      throws LaunchFailure, InterruptedException {
    try {
      Files.createDirectories(plan.sandbox());
    } catch (IOException e) {
      throw new LaunchFailure("Failed to create sandbox: " + e.getMessage(), e);
    }
    try {
      fetcher.fetch(plan.command().getUrisList(), plan.user(), plan.sandbox());
    } catch (IOException e) {
      log.warn("container {}: {}", plan.containerId(), e.toString());
      tell(plan.sandbox(), "Failed to fetch: " + e.getMessage() + "\n");
      throw new LaunchFailure(
          "Failed to fetch all URIs for container '"
              + plan.containerId()
              + "': exited with status 1",
          e);
    }
    return containers.start(plan);
  }

  /** The reason is in the sandbox, where a Mesos fetcher leaves it too. */
  private static void tell(Path sandbox, String line) {
    try {
      Files.writeString(
          sandbox.resolve("stderr"), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      log.warn("{} cannot be written: {}", sandbox.resolve("stderr"), e.toString());
    }
  }
}
