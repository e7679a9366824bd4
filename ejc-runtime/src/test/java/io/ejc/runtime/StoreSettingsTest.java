package io.ejc.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.api.spi.BundleStore;
import io.ejc.api.spi.EjcApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of the store: what they give, what is refused, and what is shown. */
class StoreSettingsTest {

  @TempDir Path directory;

  private final Map<String, String> properties = new TreeMap<>();
  private List<String> problems = List.of();

  private Settings read() {
    EjcApplication application = new EjcApplication(StoreSettingsTest.class, List.of(), Map.of());
    SettingsReader reader =
        new SettingsReader(application, Sources.read(application, properties, Map.of()));
    Settings settings = reader.read();
    problems = reader.problems();
    return settings;
  }

  @Test
  void without_a_store_hosts_serve_themselves() {
    assertThat(read().store().store()).isEmpty();
    assertThat(problems).isEmpty();
  }

  @Test
  void credentials_are_read_from_a_file_and_never_shown() throws IOException {
    Path secret = Files.writeString(directory.resolve("secret"), "ci:hush\n");
    properties.put("ejc.bundle.store", "https://ci@store:8443/ejc");
    properties.put("ejc.bundle.storeCredentials", "${file:" + secret + "}");

    Settings settings = read();

    assertThat(problems).isEmpty();
    BundleStore store = settings.store().store().orElseThrow();
    assertThat(store.address()).isEqualTo("https://store:8443/ejc/");
    assertThat(store.authorization()).contains("Basic Y2k6aHVzaA==");
    assertThat(settings.describe() + settings).doesNotContain("hush", "Y2k6aHVzaA");
  }

  @Test
  void what_is_wrong_is_named_by_its_key_and_without_a_password() {
    properties.put("ejc.bundle.store", "http://ci:hush@sto re/");
    assertThat(read().store().store()).isEmpty();
    assertThat(problems).singleElement().asString().startsWith("ejc.bundle.store: ");
    assertThat(problems.get(0)).doesNotContain("hush");

    properties.put("ejc.bundle.store", "http://store/");
    properties.put("ejc.bundle.storeCredentials", "${file:/nowhere/secret}");
    assertThat(read().store().store()).isEmpty();
    assertThat(problems)
        .containsExactly(
            "ejc.bundle.storeCredentials: ${file:/nowhere/secret} (expected: a file that this"
                + " process may read)");
  }
}
