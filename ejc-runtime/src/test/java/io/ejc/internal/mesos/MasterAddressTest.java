package io.ejc.internal.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterAddressTest {

  @Test
  void one_address_or_several_are_read() {
    assertThat(MasterAddress.parse("http://m1:5050").masters())
        .containsExactly(URI.create("http://m1:5050"));
    assertThat(MasterAddress.parse(" http://m1:5050/ , HTTPS://m2 ,http://[::1]:5050").masters())
        .containsExactly(
            URI.create("http://m1:5050"),
            URI.create("https://m2"),
            URI.create("http://[::1]:5050"));
  }

  @Test
  void it_is_printed_as_it_is_written() {
    assertThat(MasterAddress.parse("http://m1:5050, http://m2:5050"))
        .hasToString("http://m1:5050,http://m2:5050");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "m1",
        "ftp://m1:5050",
        "http://",
        "http://:5050",
        "http://m1:5050/api",
        "http://m1:5050?a=b",
        "http://m1:5050#a",
        "http://m1:0",
        "http://m1:70000",
        "http://m1:x",
        "m1:x",
        "m1:70000",
        "http://m1:5050,",
        "http://m 1:5050"
      })
  void anything_else_is_refused_with_the_rule(String text) {
    assertThatThrownBy(() -> MasterAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "ejc.mesos.master: "
                + text
                + " (expected: zk://host:port,host:port/path, or http://host:port,"
                + " https://host:port or host:port, several with commas)");
  }

  @Test
  void an_address_without_scheme_speaks_tls_where_that_is_set() {
    assertThat(MasterAddress.parse("m1:5050,[::1]:5050").masters())
        .containsExactly(URI.create("http://m1:5050"), URI.create("http://[::1]:5050"));
    assertThat(MasterAddress.parse("m1:5050,https://m2", true).masters())
        .containsExactly(URI.create("https://m1:5050"), URI.create("https://m2"));
  }

  @Test
  void plain_http_is_refused_where_tls_is_set() {
    assertThatThrownBy(() -> MasterAddress.parse("https://m1,http://m2:5050", true))
        .hasMessageContaining("(expected: https://, because ejc.mesos.tls is set");
  }

  @Test
  void masters_behind_zookeeper_are_named_by_ensemble_and_path() {
    MasterAddress address = MasterAddress.parse(" zk://zk1:2181,[::1]:2182,zk3/apps/mesos/ ");
    assertThat(address.masters()).isEmpty();
    assertThat(address.group())
        .contains(
            new MasterGroup("zk1:2181,[::1]:2182,zk3", "/apps/mesos", Optional.empty(), false));
    assertThat(address).hasToString("zk://zk1:2181,[::1]:2182,zk3/apps/mesos");
    assertThat(address.plain()).isTrue();
    assertThat(MasterAddress.parse("zk://zk1/mesos", true).tls()).isTrue();
  }

  @Test
  void the_password_of_a_group_is_never_printed() {
    MasterAddress address = MasterAddress.parse("zk://ops:hu:sh@zk1:2181/mesos");
    assertThat(address.group().orElseThrow().digest()).contains("ops:hu:sh");
    assertThat(address).hasToString("zk://***@zk1:2181/mesos");
    assertThat(address.group().orElseThrow()).hasToString("zk://***@zk1:2181/mesos");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zk://",
        "zk://zk1:2181",
        "zk://zk1:2181/",
        "zk:///mesos",
        "zk://zk1:2181//mesos",
        "zk://zk1:2181/mesos?x",
        "zk://zk1:2181,/mesos",
        "zk://zk1:123456/mesos",
        "zk://zk 1/mesos",
        "zk://a@b@zk1/mesos"
      })
  void a_group_that_cannot_be_one_is_refused(String text) {
    assertThatThrownBy(() -> MasterAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("ejc.mesos.master: zk:")
        .hasMessageContaining("(expected: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://ops:hush@m1:5050",
        "zk://ops:hush@zk1:2181",
        "zk://ops:hush@zk1,/mesos",
        "zk://hush@zk1/mesos",
        "zk://ops:hu@hush@zk1/mesos"
      })
  void a_password_in_an_address_is_not_repeated(String text) {
    assertThatThrownBy(() -> MasterAddress.parse(text))
        .hasMessageContaining("//***@")
        .hasMessageNotContaining("hush");
  }
}
