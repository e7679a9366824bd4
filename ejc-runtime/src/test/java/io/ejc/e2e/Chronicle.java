package io.ejc.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A long journal, of which only what is new is read each time. */
final class Chronicle {

  private static final int CHUNK = 1 << 16;

  private final Path file;
  private final Map<String, Work> works = new LinkedHashMap<>();
  private long read;

  Chronicle(Path file) {
    this.file = file;
  }

  /** Every attempt so far, in the order in which they began. */
  List<Work> works() {
    if (file.toFile().exists()) {
      try (FileChannel channel = FileChannel.open(file)) {
        channel.position(read);
        for (String lines = next(channel); !lines.isEmpty(); lines = next(channel)) {
          Work.add(lines.lines().map(Evidence::parse).toList(), works);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return List.copyOf(works.values());
  }

  /** The next complete lines, or nothing. */
  private String next(FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
    int size = Math.max(0, channel.read(buffer));
    while (size > 0 && buffer.get(size - 1) != '\n') {
      size--;
    }
    read += size;
    channel.position(read);
    return new String(buffer.array(), 0, size, UTF_8);
  }
}
