package io.ejc.internal.model;

/**
 * Amounts of an agent's resources, exact. Mesos counts CPUs to the thousandth, so they are held in
 * thousandths.
 *
 * @param cpuMillis thousandths of a CPU
 * @param memMb memory in MiB
 * @param diskMb disk in MiB
 * @param gpus whole GPUs
 */
public record Resources(long cpuMillis, long memMb, long diskMb, int gpus) {

  /** Nothing. */
  public static final Resources NONE = new Resources(0, 0, 0, 0);

  /** CPUs in cores, rounded to the thousandth. */
  public static long cpuMillis(double cpus) {
    return Math.round(cpus * 1000);
  }

  /** These and those. */
  public Resources plus(Resources other) {
    return new Resources(
        cpuMillis + other.cpuMillis, memMb + other.memMb, diskMb + other.diskMb, gpus + other.gpus);
  }

  /** These without those; may be negative. */
  public Resources minus(Resources other) {
    return new Resources(
        cpuMillis - other.cpuMillis, memMb - other.memMb, diskMb - other.diskMb, gpus - other.gpus);
  }

  /** Whether those fit into these. */
  public boolean covers(Resources other) {
    return cpuMillis >= other.cpuMillis
        && memMb >= other.memMb
        && diskMb >= other.diskMb
        && gpus >= other.gpus;
  }

  /** Of each kind the smaller amount. */
  public Resources least(Resources other) {
    return new Resources(
        Math.min(cpuMillis, other.cpuMillis),
        Math.min(memMb, other.memMb),
        Math.min(diskMb, other.diskMb),
        Math.min(gpus, other.gpus));
  }

  /** Of each kind the larger amount. */
  public Resources most(Resources other) {
    return new Resources(
        Math.max(cpuMillis, other.cpuMillis),
        Math.max(memMb, other.memMb),
        Math.max(diskMb, other.diskMb),
        Math.max(gpus, other.gpus));
  }

  @Override
  public String toString() {
    return "cpus:" + cpuMillis / 1000.0 + " mem:" + memMb + " disk:" + diskMb + " gpus:" + gpus;
  }
}
