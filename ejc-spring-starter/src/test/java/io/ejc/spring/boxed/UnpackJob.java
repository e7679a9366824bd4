package io.ejc.spring.boxed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ejc.api.ElasticJob;
import io.ejc.api.ShardingContext;
import io.ejc.api.SimpleJob;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Does what a library with native code does, and reads a file of the host. */
@ElasticJob(name = "unpack", memoryMB = 64)
public final class UnpackJob implements SimpleJob {

  /** For the executor. */
  public UnpackJob() {}

  @Override
  public void execute(ShardingContext context) {
    try (InputStream in = UnpackJob.class.getResourceAsStream("/native/libpayload.so")) {
      if (in == null || UnpackJob.class.getResource("/META-INF/shop.motto") == null) {
        throw new IllegalStateException("no native/libpayload.so, or no META-INF/shop.motto");
      }
      Path copy = Files.createTempFile("payload", ".so");
      try {
        Files.write(copy, in.readAllBytes());
        String text = Files.readString(copy);
        String ofHost = Files.readString(Path.of("conf", "shop.txt"), UTF_8);
        if (!text.equals("ELF of the payload") || !ofHost.equals("open")) {
          throw new IllegalStateException(text + ", " + ofHost);
        }
      } finally {
        Files.delete(copy);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
