package io.ejc.e2e.image;

import io.ejc.api.ElasticJob;
import io.ejc.api.Isolation;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;
import java.io.File;

/** Its jobs fail, because what a failure says is all that gets out of a container. */
public final class ImageJobs {

  private ImageJobs() {}

  /** In a JVM of its own, so that each run begins an executor. */
  @ElasticJob(
      name = "where",
      isolation = Isolation.PROCESS,
      cpuCount = 0.1,
      memoryMB = 48,
      jobParameter = "${image.outside}")
  public static final class Where implements SimpleJob {

    public Where() {}

    @Override
    public void execute(ShardingContext context) {
      throw new IllegalStateException(
          "java.home="
              + System.getProperty("java.home")
              + " parameter-exists="
              + new File(context.getJobParameter()).exists()
              + " directory="
              + System.getProperty("user.dir")
              + " PATH="
              + System.getenv("PATH"));
    }
  }
}
