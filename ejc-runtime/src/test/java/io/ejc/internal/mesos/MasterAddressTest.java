package io.ejc.internal.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
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
        "m1:5050",
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
        "http://m1:5050,",
        "http://m 1:5050"
      })
  void anything_else_is_refused_with_the_rule(String text) {
    assertThatThrownBy(() -> MasterAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "ejc.mesos.master: "
                + text
                + " (expected: http://host:port or https://host:port, several with commas)");
  }

  @Test
  void masters_behind_zookeeper_are_refused_for_now() {
    assertThatThrownBy(() -> MasterAddress.parse("zk://zk1:2181,zk2:2181/mesos"))
        .hasMessageStartingWith("ejc.mesos.master: zk://zk1:2181,zk2:2181/mesos (expected: ")
        .hasMessageContaining("through ZooKeeper are not supported yet");
  }

  @Test
  void a_password_in_an_address_is_not_repeated() {
    assertThatThrownBy(() -> MasterAddress.parse("http://ops:hush@m1:5050"))
        .hasMessageContaining("http://***@m1:5050")
        .hasMessageNotContaining("hush");
  }
}
