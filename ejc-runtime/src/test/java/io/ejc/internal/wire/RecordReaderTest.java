package io.ejc.internal.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordReaderTest {

  private static final int MAX = 1 << 20;

  @Property(tries = 300)
  void any_chunking_gives_the_same_records(
      @ForAll @Size(max = 12) List<byte[]> records, @ForAll long seed) throws IOException {
    InputStream chunked = new Chunked(framed(records), new Random(seed));
    assertThat(readAll(chunked))
        .usingElementComparator(java.util.Arrays::compare)
        .containsExactlyElementsOf(records);
  }

  @Property(tries = 300)
  void a_stream_cut_inside_a_record_is_an_error_and_gives_the_records_before(
      @ForAll @Size(min = 1, max = 5) List<byte[]> records, @ForAll long seed) throws IOException {
    byte[] whole = framed(records);
    Random random = new Random(seed);
    int cut = random.nextInt(whole.length);
    List<Integer> ends = boundaries(records);
    RecordReader reader = new RecordReader(new ByteArrayInputStream(whole, 0, cut), MAX);
    int complete = (int) ends.stream().filter(end -> end <= cut).count() - 1;
    for (int i = 0; i < complete; i++) {
      assertThat(reader.next()).isEqualTo(records.get(i));
    }
    if (ends.contains(cut)) {
      assertThat(reader.next()).isNull();
    } else {
      assertThatThrownBy(reader::next)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("record " + (complete + 1) + " at byte " + ends.get(complete))
          .hasMessageContaining("the stream ended");
    }
  }

  @Property(tries = 50)
  void a_record_larger_than_a_chunk_arrives_whole(
      @ForAll @IntRange(min = 8_000, max = 200_000) int size, @ForAll long seed)
      throws IOException {
    Random random = new Random(seed);
    byte[] record = new byte[size];
    random.nextBytes(record);
    assertThat(readAll(new Chunked(RecordIo.frame(record), random))).containsExactly(record);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "x\n",
        "-1\n",
        "+1\n",
        " 1\n",
        "1 \n",
        "1\r\n",
        "0x10\n",
        "1.0\n",
        "000000000000000000001\n",
        "123456789012345678901234567890\n"
      })
  void a_bad_length_line_is_an_error_that_says_where(String line) {
    assertThatThrownBy(() -> readAll(bytes("2\nok" + line)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("event stream, record 2 at byte 4: length line: ")
        .hasMessageEndingWith("(expected: 1 to 20 digits and a newline)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1048577", "2147483648", "9223372036854775808", "99999999999999999999"})
  void a_record_beyond_the_maximum_is_refused_by_its_length_alone(String length) {
    assertThatThrownBy(() -> readAll(bytes(length + "\n")))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "event stream, record 1 at byte 0: length: "
                + length
                + " (expected: at most 1048576 bytes)");
  }

  @Test
  void an_announced_size_takes_no_memory_before_its_bytes_arrive() {
    RecordReader reader = new RecordReader(bytes("2147483639\nfew"), Integer.MAX_VALUE);
    assertThatThrownBy(reader::next)
        .hasMessageEndingWith("the stream ended after 3 of 2147483639 bytes");
  }

  @Test
  void a_record_of_exactly_the_maximum_is_read() throws IOException {
    RecordReader reader = new RecordReader(bytes("4\nfour"), 4);
    assertThat(reader.next()).isEqualTo("four".getBytes(US_ASCII));
    assertThat(reader.next()).isNull();
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(US_ASCII));
  }

  private static List<byte[]> readAll(InputStream in) throws IOException {
    RecordReader reader = new RecordReader(in, MAX);
    List<byte[]> records = new ArrayList<>();
    for (byte[] record = reader.next(); record != null; record = reader.next()) {
      records.add(record);
    }
    return records;
  }

  private static byte[] framed(List<byte[]> records) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    records.forEach(record -> out.writeBytes(RecordIo.frame(record)));
    return out.toByteArray();
  }

  private static List<Integer> boundaries(List<byte[]> records) {
    List<Integer> ends = new ArrayList<>(List.of(0));
    int at = 0;
    for (byte[] record : records) {
      at += RecordIo.frame(record).length;
      ends.add(at);
    }
    return ends;
  }

  /** Gives its bytes in pieces of any size, as a socket does. */
  private static final class Chunked extends InputStream {
    private final byte[] bytes;
    private final Random random;
    private int at;

    Chunked(byte[] bytes, Random random) {
      this.bytes = bytes;
      this.random = random;
    }

    @Override
    public int read() {
      return at == bytes.length ? -1 : bytes[at++] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (at == bytes.length) {
        return -1;
      }
      int most = Math.min(length, bytes.length - at);
      int count = most == 0 ? 0 : 1 + random.nextInt(most);
      System.arraycopy(bytes, at, into, offset, count);
      at += count;
      return count;
    }
  }
}
