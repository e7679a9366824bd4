package io.ejc.internal.wire;

import io.ejc.internal.model.AttemptId;
import io.ejc.internal.model.AttemptReport;
import io.ejc.internal.model.BundleId;
import io.ejc.internal.model.CarrierId;
import io.ejc.internal.model.ExecutorPayload;
import io.ejc.internal.model.Layer;
import io.ejc.internal.model.LayerSource;
import io.ejc.internal.model.LeaseMessage;
import io.ejc.internal.model.StartUp;
import io.ejc.internal.model.TaskPayload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Our own words inside Mesos messages (the {@code data} fields), as JSON with a version. Equal
 * payloads have equal bytes on every JVM: executor data is part of the executor's identity, and the
 * master refuses an ExecutorInfo whose data differs. Readers ignore fields they do not know; a
 * change that a reader of version 1 would misunderstand needs a new version. Safe for use by many
 * threads.
 */
public final class Payloads {

  /** The version written, and the newest one read. */
  static final int VERSION = 1;

  private static final String LEASE = "LEASE_";

  private Payloads() {}

  /** The data of a task that gets its application's layers nowhere. */
  public static byte[] encode(TaskPayload payload) {
    return encode(payload, LayerSource.NONE);
  }

  /** The data of a task. */
  public static byte[] encode(TaskPayload payload, LayerSource layers) {
    Map<String, Object> fields = new TreeMap<>();
    if (!layers.addresses().isEmpty()) {
      fields.put("layerAddresses", layers.addresses());
      fields.put("layerSecret", layers.secret());
      if (!layers.store().address().isEmpty()) {
        fields.put("layerStore", layers.store().address());
        fields.put("layerStoreAuthorization", layers.store().authorization());
      }
    }
    fields.put("attempt", payload.attempt().toString());
    fields.put("jobClass", payload.jobClass());
    fields.put("shardingTotalCount", payload.shardingTotalCount());
    payload.shardingParameter().ifPresent(parameter -> fields.put("shardingParameter", parameter));
    fields.put("jobParameter", payload.jobParameter());
    fields.put("scheduledInstant", payload.scheduledInstant().toString());
    fields.put("fencingToken", payload.fencingToken());
    fields.put("killGrace", payload.killGrace().toString());
    if (!payload.ports().isEmpty()) {
      fields.put("ports", payload.ports());
    }
    if (!payload.lease().isZero()) {
      fields.put("lease", payload.lease().toString());
    }
    HandlingFields.put(payload.handling(), fields);
    payload.residence().ifPresent(residence -> FiringFields.put(residence, fields));
    return write(fields);
  }

  /** The data of an executor. */
  public static byte[] encode(ExecutorPayload payload) {
    List<Map<String, Object>> layers = new ArrayList<>();
    for (Layer layer : payload.applicationLayers()) {
      layers.add(
          new TreeMap<>(
              Map.of("sha256", layer.sha256(), "size", layer.size(), "name", layer.name())));
    }
    Map<String, Object> fields = new TreeMap<>();
    fields.put("application", payload.application());
    fields.put("bundle", payload.bundle().value());
    fields.put("applicationLayers", layers);
    fields.put("oneAttempt", payload.oneAttempt());
    fields.put("properties", new TreeMap<>(Map.copyOf(payload.properties())));
    return write(fields);
  }

  /** The data of a status update. */
  public static byte[] encode(AttemptReport report) {
    Map<String, Object> fields = new TreeMap<>();
    fields.put("attempt", report.attempt().toString());
    fields.put("kind", report.kind().name());
    fields.put("exceptionClass", report.exceptionClass());
    fields.put("message", report.message());
    fields.put("process", report.process());
    if (report.forGood()) {
      fields.put("forGood", true);
    }
    if (report.startUp() != null) {
      fields.put("startUp", report.startUp().toString());
    }
    if (report.firings() != null) {
      FiringFields.put(report.firings(), fields);
    }
    return write(fields);
  }

  /** The data of a message about a lease. */
  public static byte[] encode(LeaseMessage message) {
    Map<String, Object> fields = new TreeMap<>();
    fields.put("kind", LEASE + message.kind());
    fields.put("task", message.carrier().toString());
    fields.put("nonce", message.nonce());
    return write(fields);
  }

  /**
   * Reads the data of a message.
   *
   * @return empty when it is not about a lease, or cannot be read: messages may be anybody's
   */
  public static Optional<LeaseMessage> decodeMessage(byte[] data) {
    try {
      PayloadReader fields = PayloadReader.of("message", data);
      String kind = fields.text("kind");
      for (LeaseMessage.Kind known : LeaseMessage.Kind.values()) {
        if (kind.equals(LEASE + known)) {
          return Optional.of(
              new LeaseMessage(
                  known, fields.parsed("task", CarrierId::parse), fields.text("nonce")));
        }
      }
      return Optional.empty();
    } catch (PayloadException notOurs) {
      return Optional.empty();
    }
  }

  /**
   * Reads the data of a task.
   *
   * @throws PayloadException when it is not one, or too new
   */
  public static TaskPayload decodeTask(byte[] data) {
    PayloadReader fields = PayloadReader.of("task payload", data);
    return new TaskPayload(
        fields.parsed("attempt", AttemptId::parse),
        fields.text("jobClass"),
        fields.integer("shardingTotalCount"),
        fields.optionalText("shardingParameter"),
        fields.text("jobParameter"),
        fields.instant("scheduledInstant"),
        fields.number("fencingToken"),
        fields.duration("killGrace"),
        fields.numbers("ports"),
        fields.optionalText("lease").map(Duration::parse).orElse(Duration.ZERO),
        HandlingFields.read(fields),
        FiringFields.readResidence(fields));
  }

  /**
   * Reads from the data of a task where layers are; nowhere, when it does not say.
   *
   * @throws PayloadException when it is not a task's, or too new
   */
  public static LayerSource decodeLayers(byte[] data) {
    PayloadReader fields = PayloadReader.of("task payload", data);
    return new LayerSource(
        fields.textList("layerAddresses"),
        fields.optionalText("layerSecret").orElse(""),
        new LayerSource.Store(
            fields.optionalText("layerStore").orElse(""),
            fields.optionalText("layerStoreAuthorization").orElse("")));
  }

  /**
   * Reads the data of an executor.
   *
   * @throws PayloadException when it is not one, or too new
   */
  public static ExecutorPayload decodeExecutor(byte[] data) {
    PayloadReader fields = PayloadReader.of("executor payload", data);
    List<Layer> layers = new ArrayList<>();
    for (PayloadReader layer : fields.list("applicationLayers")) {
      layers.add(new Layer(layer.text("sha256"), layer.number("size"), layer.text("name")));
    }
    return new ExecutorPayload(
        fields.text("application"),
        new BundleId(fields.text("bundle")),
        layers,
        fields.bool("oneAttempt"),
        fields.texts("properties"));
  }

  /**
   * Reads the data of a status update.
   *
   * @throws PayloadException when it is not one, or too new
   */
  public static AttemptReport decodeReport(byte[] data) {
    PayloadReader fields = PayloadReader.of("attempt report", data);
    return new AttemptReport(
        fields.parsed("attempt", AttemptId::parse),
        fields.parsed("kind", AttemptReport.Kind::valueOf),
        fields.text("exceptionClass"),
        fields.text("message"),
        fields.number("process"),
        fields.flag("forGood"),
        FiringFields.read(fields).orElse(null),
        fields.optional("startUp", StartUp::parse).orElse(null));
  }

  private static byte[] write(Map<String, Object> fields) {
    fields.put("v", VERSION);
    return JsonText.write(fields);
  }
}
