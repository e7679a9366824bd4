package io.ejc.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.ejc.api.spi.EjcApplication;
import io.ejc.internal.mesos.Credentials;
import io.ejc.internal.mesos.MasterAddress;
import io.ejc.testing.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of the way to the master: what they give, what is refused, and what is shown. */
class MesosSettingsTest {

  @TempDir Path directory;

  private final Map<String, String> properties =
      new TreeMap<>(
          Map.of("ejc.zookeeper.servers", "zk1:2181", "ejc.mesos.master", "http://m1:5050"));
  private final Map<String, String> environment = new TreeMap<>();
  private List<String> problems = List.of();

  private Settings read() {
    EjcApplication application = new EjcApplication(MesosSettingsTest.class, List.of(), Map.of());
    Sources sources = Sources.read(application, properties, environment);
    SettingsReader reader = new SettingsReader(application, sources);
    Settings settings = reader.read();
    problems = reader.problems();
    return settings;
  }

  private Path secretFile(String content) throws IOException {
    return Files.writeString(directory.resolve("secret"), content);
  }

  @Test
  void a_principal_with_its_secret_from_a_file() throws IOException {
    properties.put("ejc.mesos.principal", "ejc");
    properties.put("ejc.mesos.secretFile", secretFile("hu sh\n").toString());
    Settings settings = read();
    assertThat(problems).isEmpty();
    assertThat(settings.mesos().way().access().credentials())
        .contains(new Credentials("ejc", "hu sh"));
    assertThat(settings.describe() + settings).doesNotContain("hu sh");
  }

  @Test
  void a_secret_from_the_environment_is_masked_wherever_it_is_shown() {
    environment.put("EJC_MESOS_PRINCIPAL", "ejc");
    environment.put("EJC_MESOS_SECRET", "hush");
    Settings settings = read();
    assertThat(problems).isEmpty();
    assertThat(settings.mesos().way().access().credentials())
        .contains(new Credentials("ejc", "hush"));
    assertThat(settings.describe()).contains("mesos.secret=***");
    assertThat(settings.describe() + settings).doesNotContain("hush");
  }

  @Test
  void what_is_missing_of_a_pair_is_asked_for() throws IOException {
    properties.put("ejc.mesos.principal", "ejc");
    read();
    assertThat(problems)
        .containsExactly(
            "ejc.mesos.secretFile: not set (expected: either it or ejc.mesos.secret, because"
                + " ejc.mesos.principal is set)");
    properties.remove("ejc.mesos.principal");
    properties.put("ejc.mesos.secret", "hush");
    read();
    assertThat(problems)
        .containsExactly(
            "ejc.mesos.principal: not set (expected: the principal whose secret is given)");
    properties.put("ejc.mesos.principal", "ejc");
    properties.put("ejc.mesos.secretFile", secretFile("hush").toString());
    read();
    assertThat(problems)
        .singleElement()
        .asString()
        .contains("expected: either it or ejc.mesos.secret")
        .doesNotContain("hush");
  }

  @Test
  void a_file_that_holds_no_secret_is_refused_without_being_quoted() throws IOException {
    properties.put("ejc.mesos.principal", "ejc");
    Path missing = directory.resolve("nowhere");
    properties.put("ejc.mesos.secretFile", missing.toString());
    read();
    assertThat(problems)
        .containsExactly(
            "ejc.mesos.secretFile: " + missing + " (expected: a file that this process may read)");
    properties.put("ejc.mesos.secretFile", secretFile("hush\nhush").toString());
    read();
    assertThat(problems)
        .containsExactly(
            "ejc.mesos.secret: *** (expected: one line of text without control characters)");
    properties.put("ejc.mesos.secretFile", secretFile("").toString());
    read();
    assertThat(problems).hasSize(1);
    properties.put("ejc.mesos.secretFile", secretFile("x".repeat(5_000)).toString());
    read();
    assertThat(problems).singleElement().asString().contains("at most 4096 bytes");
  }

  @Test
  void the_password_of_a_zookeeper_address_is_never_shown() {
    properties.put("ejc.mesos.master", "zk://ops:hush@zk1:2181/mesos");
    Settings settings = read();
    assertThat(problems).isEmpty();
    assertThat(settings.describe()).contains("mesos.master=zk://***@zk1:2181/mesos");
    assertThat(settings.describe()).doesNotContain("hush");
    assertThat(settings.toString()).doesNotContain("hush");
    properties.remove("ejc.zookeeper.servers");
    read();
    assertThat(problems).singleElement().asString().contains("zk://***@").doesNotContain("hush");
  }

  @Test
  void a_tls_file_makes_masters_without_scheme_speak_tls() {
    TestCertificates certificates = TestCertificates.in(directory);
    properties.put("ejc.mesos.master", "m1:5050,m2:5050");
    properties.put("ejc.mesos.tls.ca", certificates.certificate("ca").toString());
    properties.put("ejc.mesos.tls.certificate", certificates.certificate("client").toString());
    properties.put("ejc.mesos.tls.key", certificates.key("client").toString());
    Settings.Way way = read().mesos().way();
    assertThat(problems).isEmpty();
    assertThat(way.address()).contains(MasterAddress.parse("https://m1:5050,https://m2:5050"));
    assertThat(way.access().tls()).isPresent();
  }

  @Test
  void tls_can_be_asked_for_with_what_the_jvm_trusts() {
    properties.put("ejc.mesos.master", "zk://zk1:2181/mesos");
    properties.put("ejc.mesos.tls.enabled", "true");
    Settings.Way way = read().mesos().way();
    assertThat(problems).isEmpty();
    assertThat(way.address().orElseThrow().tls()).isTrue();
    assertThat(way.access().tls()).isPresent();
  }

  @Test
  void plain_http_with_tls_files_a_bad_file_and_a_bad_switch_are_problems() {
    properties.put("ejc.mesos.tls.ca", directory.resolve("nowhere.pem").toString());
    read();
    assertThat(problems).singleElement().asString().contains("http://m1:5050 (expected: https://");
    properties.put("ejc.mesos.master", "https://m1:5050");
    read();
    assertThat(problems).singleElement().asString().startsWith("ejc.mesos.tls.ca: ");
    properties.put("ejc.mesos.tls.verifyHostname", "no");
    read();
    assertThat(problems).contains("ejc.mesos.tls.verifyHostname: no (expected: true or false)");
  }

  @Test
  void what_is_of_no_use_for_the_local_cluster_is_passed_over() {
    properties.clear();
    properties.put("ejc.mesos.tls.ca", directory.resolve("nowhere.pem").toString());
    Settings settings = read();
    assertThat(problems).isEmpty();
    assertThat(settings.mesos().way().address()).isEmpty();
  }

  @Test
  void executors_are_told_of_tls_by_paths_on_their_command_line() {
    properties.put("ejc.executor.tls.enabled", "true");
    properties.put("ejc.executor.tls.ca", "/etc/mesos/ca.pem");
    assertThat(read().executor().jvmOptions())
        .containsExactly(
            "-Dejc.executor.tls.enabled=true", "-Dejc.executor.tls.ca=/etc/mesos/ca.pem");
    assertThat(problems).isEmpty();
  }

  @Test
  void a_secret_does_not_travel_to_executors() {
    properties.put("ejc.mesos.principal", "ejc");
    properties.put("ejc.mesos.secret", "hush");
    properties.put("ejc.executor.properties", "ejc.mesos.secret,user.dir");
    Settings settings = read();
    assertThat(problems)
        .containsExactly(
            "ejc.executor.properties: ejc.mesos.secret (expected: no secret of EJC; what travels"
                + " can be read in Mesos)");
    assertThat(settings.executor().toString()).doesNotContain("hush");
  }

  @Test
  void a_secret_is_no_placeholder_of_a_job() {
    properties.put("ejc.mesos.secret", "hush");
    environment.put("EJC_ZOOKEEPER_CREDENTIALS", "ops:hush");
    EjcApplication application = new EjcApplication(MesosSettingsTest.class, List.of(), Map.of());
    Sources sources = Sources.read(application, properties, environment);
    assertThat(sources.placeholder("ejc.mesos.secret")).isEmpty();
    assertThat(sources.placeholder("ejc.zookeeper.credentials")).isEmpty();
    assertThat(sources.placeholder("EJC_ZOOKEEPER_CREDENTIALS")).isEmpty();
    assertThat(sources.placeholder("ejc.mesos.master")).contains("http://m1:5050");
  }
}
