package io.ejc.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdvertisedAddressTest {

  private static final String ELSEWHERE = "http://master1:5050,http://master2:5050";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://127.0.0.1:5050 | true",
        "http://localhost:5050,http://127.0.0.2:5051 | true",
        "http://[::1]:5050 | true",
        "zk://localhost:2181/mesos | true",
        "zk://me:secret@127.0.0.1:2181,localhost:2182/mesos | true",
        "zk://zk1:2181,localhost:2181/mesos | false",
        "http://10.0.0.7:5050 | false"
      })
  void a_master_on_this_machine_is_told_by_its_address(String master, boolean here) {
    assertThat(AdvertisedAddress.isOnThisMachine(master)).isEqualTo(here);
  }

  @Test
  void a_loopback_address_is_refused_when_the_master_is_elsewhere() throws UnknownHostException {
    AdvertisedAddress own = address("host-1", "127.0.1.1");

    assertThat(own.problem(ELSEWHERE, false).orElseThrow())
        .isEqualTo(
            "host-1, this host's own name, is 127.0.1.1 (expected: no loopback address, because the"
                + " master is elsewhere); set ejc.advertise.address to a name or address of this"
                + " host that the agents can reach");
    assertThat(own.problem(ELSEWHERE, true).orElseThrow()).startsWith("host-1 (expected:");
    assertThat(own.problem("http://127.0.0.1:5050", false)).isEmpty();
  }

  @Test
  void a_guess_must_be_clear_and_a_choice_is_taken() throws UnknownHostException {
    AdvertisedAddress two = address("host-1", "10.0.0.7", "192.168.1.7");

    assertThat(two.problem(ELSEWHERE, false).orElseThrow())
        .contains("ambiguous, 10.0.0.7, 192.168.1.7 (expected: one address)");
    assertThat(two.problem(ELSEWHERE, true)).isEmpty();
    assertThat(address("host-1").problem(ELSEWHERE, false).orElseThrow())
        .contains("not known here");
    assertThat(address("host-1").problem(ELSEWHERE, true)).isEmpty();
    assertThat(address("host-1", "10.0.0.7", "fe80::1").problem(ELSEWHERE, false)).isEmpty();
  }

  private static AdvertisedAddress address(String name, String... addresses)
      throws UnknownHostException {
    List<InetAddress> all = new ArrayList<>();
    for (String address : addresses) {
      all.add(InetAddress.getByName(address));
    }
    return new AdvertisedAddress(name, all);
  }
}
