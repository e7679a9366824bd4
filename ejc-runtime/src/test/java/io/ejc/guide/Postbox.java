package io.ejc.guide;

import io.ejc.api.ShardingContext;
import io.ejc.api.spi.JobErrorHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The error handler of the guide. */
public final class Postbox implements JobErrorHandler {

  @Override
  public String getType() {
    return "POSTBOX";
  }

  @Override
  public void handleException(ShardingContext context, Throwable cause) throws IOException {
    Path letter = Path.of(context.getJobParameter() + "-failed", context.getTaskId() + ".txt");
    Files.createDirectories(letter.getParent());
    Files.writeString(letter, cause.toString());
  }
}
