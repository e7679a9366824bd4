package io.ejc.internal.mesos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ejc.internal.core.Call;
import io.ejc.internal.wire.FrameworkSettings;
import io.ejc.internal.wire.SchedulerCalls;
import io.ejc.internal.wire.TlsFiles;
import io.ejc.testing.TestCertificates;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.mesos.v1.scheduler.Protos;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials and TLS, between the adapter and a master that insists on them. */
class MasterAccessTest extends WithScriptedMaster {

  private static final Credentials OPS = new Credentials("ejc", "hu:sh ä");
  private static final String HEADER = "Basic ZWpjOmh1OnNoIMOk";
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir static Path directory;

  private static TestCertificates certificates;

  private ScriptedMaster secure;

  @BeforeAll
  static void make() {
    certificates = TestCertificates.in(directory);
  }

  @AfterEach
  void closeSecure() {
    if (secure != null) {
      secure.close();
    }
  }

  private static TlsFiles files(boolean client, boolean verifyHostname) {
    return new TlsFiles(
        "ejc.mesos.tls",
        Optional.of(certificates.certificate("ca")),
        client ? Optional.of(certificates.certificate("client")) : Optional.empty(),
        client ? Optional.of(certificates.key("client")) : Optional.empty(),
        verifyHostname);
  }

  private static MasterAccess tls(boolean client, boolean verifyHostname) {
    return new MasterAccess(Optional.empty(), Optional.of(files(client, verifyHostname).context()));
  }

  private void connectSecurely(String server, boolean wantsClient, MasterAccess access)
      throws IOException {
    secure = ScriptedMaster.secure(certificates.server(server), wantsClient);
    connection.close();
    connection = connection(secure.url(), access, PATIENT);
  }

  @Test
  void every_request_carries_the_credentials() throws Exception {
    connection.close();
    master.wants(HEADER);
    MasterAccess access = new MasterAccess(Optional.of(OPS), Optional.empty());
    connection = connection(master.url(), access, PATIENT);
    subscribe(1);
    connection.send(new Call.Revive());
    Awaitility.await().until(() -> master.received().size() == 2);
    assertThat(master.receivedTypes())
        .containsExactly(Protos.Call.Type.SUBSCRIBE, Protos.Call.Type.REVIVE);
  }

  @Test
  void without_them_the_session_does_not_begin_and_says_what_to_set() {
    master.wants(HEADER);
    assertThat(refusal().reason())
        .contains("it answered SUBSCRIBE with 401 \"401 Unauthorized.\"")
        .contains("set ejc.mesos.principal and ejc.mesos.secretFile");
  }

  @Test
  void wrong_ones_end_a_start_before_anything_is_opened() throws Exception {
    master.wants(HEADER);
    master.replyWith(ScriptedMaster.status(200, "{\"version\":\"1.12.0\"}"));
    MasterAccess wrong =
        new MasterAccess(Optional.of(new Credentials("ejc", "other")), Optional.empty());
    assertThat(MasterProbe.problem(MasterAddress.parse(master.url()), wrong, LONG))
        .hasValueSatisfying(
            problem ->
                assertThat(problem)
                    .startsWith("Mesos master " + master.url() + ": it answered SUBSCRIBE with 401")
                    .doesNotContain("other"));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 405, 406, 411, 413, 415})
  void a_status_that_nothing_makes_better_ends_a_start(int status) throws Exception {
    assertThat(problemAfter(status))
        .hasValueSatisfying(
            problem -> assertThat(problem).contains("it answered SUBSCRIBE with " + status));
  }

  @ParameterizedTest
  @ValueSource(ints = {202, 307, 400, 409, 429, 500, 502, 503})
  void a_status_that_may_pass_does_not_end_a_start(int status) throws Exception {
    assertThat(problemAfter(status)).isEmpty();
  }

  private Optional<String> problemAfter(int status) throws InterruptedException {
    master.replyWith(ScriptedMaster.status(200, "{\"version\":\"1.12.0\"}"));
    master.replyWith(ScriptedMaster.status(status, ""));
    return MasterProbe.problem(MasterAddress.parse(master.url()), MasterAccess.OPEN, LONG);
  }

  @Test
  void the_master_is_told_the_principal_in_the_call_and_the_secret_in_the_header_alone()
      throws Exception {
    FrameworkSettings settings =
        new FrameworkSettings(
            SETTINGS.name(),
            SETTINGS.user(),
            SETTINGS.roles(),
            true,
            SETTINGS.failoverTimeout(),
            Optional.of(OPS.principal()),
            SETTINGS.hostname(),
            SETTINGS.webui());
    byte[] call =
        SchedulerCalls.subscribe(settings, Optional.empty(), io.ejc.internal.model.Wishes.NONE);
    assertThat(Protos.Call.parseFrom(call).getSubscribe().getFrameworkInfo().getPrincipal())
        .isEqualTo("ejc");
    assertThat(new String(call, ISO_8859_1)).doesNotContain("hu:sh");
  }

  @Test
  void a_secret_is_in_no_text_of_ours() {
    MasterAccess access = new MasterAccess(Optional.of(OPS), Optional.empty());
    assertThat(OPS).hasToString("ejc:***");
    assertThat(access.toString()).doesNotContain("hu:sh").contains("ejc:***");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a:b", "a\nb"})
  void a_principal_that_cannot_be_sent_is_refused(String principal) {
    assertThatThrownBy(() -> new Credentials(principal, "hush"))
        .hasMessageStartingWith("ejc.mesos.principal: \"")
        .hasMessageNotContaining("hush");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hu\nsh", "hush\u0000"})
  void a_secret_that_cannot_be_sent_is_refused_without_being_shown(String secret) {
    assertThatThrownBy(() -> new Credentials("ejc", secret))
        .hasMessage(
            "ejc.mesos.secret: *** (expected: one line of text without control characters)");
  }

  @Test
  void a_master_with_tls_is_trusted_by_its_authority() throws Exception {
    connectSecurely("server", false, tls(false, true));
    subscribe(1);
    secure.replyWith(ScriptedMaster.status(200, "{\"version\":\"1.12.0\"}"));
    assertThat(MasterProbe.problem(MasterAddress.parse(secure.url()), tls(false, true), LONG))
        .isEmpty();
  }

  @Test
  void a_master_of_another_authority_is_not_trusted() throws Exception {
    connectSecurely("server", false, MasterAccess.OPEN);
    assertThat(refusal().reason())
        .contains("its certificate is not trusted; ejc.mesos.tls.ca must name the authority");
  }

  @Test
  void a_certificate_for_another_host_is_refused() throws Exception {
    connectSecurely("elsewhere", false, tls(false, true));
    assertThat(refusal().reason()).contains("its certificate is for another host name");
  }

  @Test
  void a_certificate_for_another_host_is_taken_when_names_are_not_verified() throws Exception {
    connectSecurely("elsewhere", false, tls(false, false));
    subscribe(1);
  }

  @Test
  void without_verified_names_the_authority_still_counts() throws Exception {
    TlsFiles jvm =
        new TlsFiles("ejc.mesos.tls", Optional.empty(), Optional.empty(), Optional.empty(), false);
    connectSecurely(
        "elsewhere", false, new MasterAccess(Optional.empty(), Optional.of(jvm.context())));
    assertThat(refusal().reason()).contains("its certificate is not trusted");
  }

  @Test
  void a_client_certificate_is_shown() throws Exception {
    connectSecurely("server", true, tls(true, true));
    subscribe(1);
  }

  @Test
  void a_missing_client_certificate_is_told() throws Exception {
    connectSecurely("server", true, tls(false, true));
    assertThat(refusal().reason()).startsWith("Mesos master " + secure.url());
  }

  @Test
  void plain_text_at_the_other_end_is_told() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread answering = new Thread(() -> answerInPlainText(plain));
      answering.start();
      connection.close();
      String url = "https://127.0.0.1:" + plain.getLocalPort();
      connection = connection(url, tls(false, true), PATIENT);
      assertThat(refusal().reason())
          .contains("the TLS handshake failed")
          .contains("ejc.mesos.tls.certificate")
          .endsWith("so that http:// is meant?");
      answering.join();
    }
  }

  private static void answerInPlainText(ServerSocket server) {
    try (Socket socket = server.accept()) {
      socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
      socket.shutdownOutput();
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // The client hangs up at once, which is what it should do.
      assertThat(e).isNotNull();
    }
  }

  @Test
  void a_leader_without_tls_is_not_followed() throws Exception {
    connectSecurely("server", false, tls(false, true));
    secure.replyWith(ScriptedMaster.redirect(master.url() + "/api/v1/scheduler"));
    assertThat(refusal().reason()).contains("it names a leader without TLS");
    assertThat(master.received()).isEmpty();
  }

  @Test
  void a_leader_without_scheme_is_spoken_to_with_tls_as_well() throws Exception {
    connectSecurely("server", false, tls(false, true));
    try (ScriptedMaster leader = ScriptedMaster.secure(certificates.server("server"), false)) {
      secure.replyWith(
          ScriptedMaster.redirect("//localhost:" + leader.port() + "/master/api/v1/scheduler"));
      subscribe(1);
      assertThat(leader.received()).hasSize(1);
    }
  }

  @Test
  void files_that_cannot_be_used_are_named_with_their_key_and_never_quoted() throws Exception {
    Path text = Files.writeString(directory.resolve("text"), "hush, not PEM");
    Path old =
        Files.writeString(
            directory.resolve("old"),
            "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
    Path broken =
        Files.writeString(
            directory.resolve("broken"),
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    Path missing = directory.resolve("missing");
    refused(
        Optional.of(text), Optional.empty(), "ejc.mesos.tls.ca: " + text + " (expected: certif");
    refused(Optional.of(missing), Optional.empty(), "ejc.mesos.tls.ca: " + missing + " (expected");
    refused(Optional.empty(), Optional.of(text), "it holds no BEGIN PRIVATE KEY");
    refused(Optional.empty(), Optional.of(old), "the key is not in PKCS #8; convert it: openssl");
    refused(Optional.empty(), Optional.of(broken), "its key is none of RSA, EC");
  }

  private static void refused(Optional<Path> ca, Optional<Path> key, String message) {
    TlsFiles files =
        new TlsFiles(
            "ejc.mesos.tls", ca, key.map(any -> certificates.certificate("client")), key, true);
    assertThatThrownBy(files::context)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("hush");
  }

  @Test
  void a_certificate_without_its_key_is_refused() {
    Optional<Path> some = Optional.of(Path.of("x.pem"));
    assertThatThrownBy(
            () -> new TlsFiles("ejc.mesos.tls", Optional.empty(), some, Optional.empty(), true))
        .hasMessageStartingWith("ejc.mesos.tls.key: not set (expected: a PEM file");
    assertThatThrownBy(
            () -> new TlsFiles("ejc.mesos.tls", Optional.empty(), Optional.empty(), some, true))
        .hasMessageStartingWith("ejc.mesos.tls.certificate: not set");
  }
}
