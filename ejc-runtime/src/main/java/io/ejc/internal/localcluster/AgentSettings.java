package io.ejc.internal.localcluster;

import java.nio.file.Path;
import java.util.Map;

/**
 * One agent.
 *
 * @param name its directory's name and the hostname in its offers
 * @param directory of its own
 * @param port of its executor API, 0 for any free one
 * @param cpuThousandths thousandths of a cpu
 * @param memMb MB of memory
 * @param diskMb MB of disk
 * @param firstPort of the thousand ports that it offers
 * @param attributes a value that is a number becomes a SCALAR, any other a TEXT
 */
record AgentSettings(
    String name,
    Path directory,
    int port,
    long cpuThousandths,
    long memMb,
    long diskMb,
    int firstPort,
    Map<String, String> attributes) {

  Quantities total() {
    return Quantities.scalar("cpus", cpuThousandths)
        .plus(Quantities.scalar("mem", memMb * 1_000))
        .plus(Quantities.scalar("disk", diskMb * 1_000))
        .plus(
            Quantities.ranges(
                "ports",
                new Ranges(java.util.List.of(new Ranges.Span(firstPort, firstPort + 999L)))));
  }
}
