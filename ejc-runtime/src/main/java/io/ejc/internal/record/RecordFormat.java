package io.ejc.internal.record;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.ejc.internal.model.AgentId;
import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.Carrier;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.Constraint;
import io.ejc.internal.model.DeploymentId;
import io.ejc.internal.model.ExcludedDay;
import io.ejc.internal.model.ExecutorId;
import io.ejc.internal.model.FrameworkId;
import io.ejc.internal.model.JobDefinition.DstGap;
import io.ejc.internal.model.JobDefinition.DstOverlap;
import io.ejc.internal.model.JobName;
import io.ejc.internal.model.Run;
import io.ejc.internal.model.RunId;
import io.ejc.internal.model.StartUp;
import io.ejc.internal.model.Trigger;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Function;

/**
 * Records as JSON, with their version in every one. Fields that a reader does not know are ignored,
 * choices that an older writer did not know have their default; ids, instants, durations and zones
 * are their text.
 */
final class RecordFormat {

  /** The newest version that is understood. */
  static final int VERSION = 1;

  private static final String VERSION_FIELD = "v";

  private final int newest;
  private int writes;

  RecordFormat() {
    this(VERSION);
  }

  /** A format of another release: it understands versions up to this one. */
  RecordFormat(int newest) {
    this.newest = newest;
    this.writes = newest;
  }

  /** From now on writes what a reader of this version reads too. */
  void writeFor(int reader) {
    writes = Math.max(1, Math.min(newest, reader));
  }

  /** Learns the shapes of records once for the whole process; safe for all threads. */
  private static final ObjectMapper MAPPER = mapper();

  private static ObjectMapper mapper() {
    SimpleModule texts = new SimpleModule("ejc");
    text(texts, JobName.class, JobName::new);
    text(texts, RunId.class, RunId::parse);
    text(texts, AttemptId.class, AttemptId::parse);
    text(texts, CarrierId.class, CarrierId::parse);
    text(texts, AgentId.class, AgentId::new);
    text(texts, ExecutorId.class, ExecutorId::new);
    text(texts, FrameworkId.class, FrameworkId::new);
    text(texts, BundleId.class, BundleId::new);
    text(texts, DeploymentId.class, DeploymentId::new);
    text(texts, Instant.class, Instant::parse);
    text(texts, Duration.class, Duration::parse);
    text(texts, ZoneId.class, ZoneId::of);
    text(texts, Constraint.class, Constraint::parse);
    text(texts, Trigger.class, Trigger::parse);
    text(texts, StartUp.class, StartUp::parse);
    text(texts, ExcludedDay.class, ExcludedDay::parse);
    addedLater(texts, DstGap.class, DstGap.AUTO);
    addedLater(texts, DstOverlap.class, DstOverlap.AUTO);
    addedLater(texts, Run.Notice.class, Run.Notice.NONE);
    addedLater(texts, Carrier.Hold.class, Carrier.Hold.NONE);
    return JsonMapper.builder()
        .addModule(texts)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .build();
  }

  byte[] write(Object document) {
    try {
      ObjectNode tree = MAPPER.createObjectNode();
      tree.put(VERSION_FIELD, writes);
      tree.setAll(MAPPER.<ObjectNode>valueToTree(document));
      return MAPPER.writeValueAsBytes(tree);
    } catch (IOException e) {
      throw new IllegalStateException("record: " + document + " (expected: one of ours)", e);
    }
  }

  /**
   * Reads a record.
   *
   * @throws CannotLeadException when a newer host wrote it: then this one must not lead
   * @throws UnreadableException when it cannot be read for another reason
   */
  <T> T read(String path, byte[] bytes, Class<T> type)
      throws CannotLeadException, UnreadableException {
    try {
      JsonNode tree = MAPPER.readTree(bytes);
      int version = tree.path(VERSION_FIELD).asInt(0);
      if (version > newest) {
        throw new CannotLeadException(
            "record "
                + path
                + ": version "
                + version
                + " (expected: 1 to "
                + newest
                + "); a newer host wrote it, so this one does not lead and leaves everything as it is:"
                + " run a newer version of EJC here");
      }
      if (version < 1) {
        throw new IllegalArgumentException("version " + version + " (expected: 1 or more)");
      }
      return MAPPER.treeToValue(tree, type);
    } catch (IOException | IllegalArgumentException e) {
      throw new UnreadableException("record " + path + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static <T> void text(SimpleModule module, Class<T> type, Function<String, T> parse) {
    module.addSerializer(type, new TextWriter<>(type));
    module.addDeserializer(type, new TextReader<>(type, parse));
  }

  private static <E extends Enum<E>> void addedLater(
      SimpleModule module, Class<E> type, E whenAbsent) {
    module.addDeserializer(type, new ChoiceReader<>(type, whenAbsent));
  }

  private static final class TextWriter<T> extends StdSerializer<T> {
    private static final long serialVersionUID = 1L;

    TextWriter(Class<T> type) {
      super(type);
    }

    @Override
    public void serialize(T value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(value.toString());
    }
  }

  private static final class TextReader<T> extends StdDeserializer<T> {
    private static final long serialVersionUID = 1L;

    private final transient Function<String, T> parse;

    TextReader(Class<T> type, Function<String, T> parse) {
      super(type);
      this.parse = parse;
    }

    @Override
    public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return parse.apply(in.getValueAsString());
    }
  }

  private static final class ChoiceReader<E extends Enum<E>> extends StdDeserializer<E> {
    private static final long serialVersionUID = 1L;

    private final Class<E> type;
    private final E whenAbsent;

    ChoiceReader(Class<E> type, E whenAbsent) {
      super(type);
      this.type = type;
      this.whenAbsent = whenAbsent;
    }

    @Override
    public E deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return Enum.valueOf(type, in.getValueAsString());
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) {
      return whenAbsent;
    }
  }
}
