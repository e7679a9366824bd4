package io.ejc.internal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * What a master writes about itself into ZooKeeper ({@code json.info_NNNNNNNNNN}, a MasterInfo as
 * JSON). Of its two addresses, {@code address} counts: the older {@code ip} is a number in the byte
 * order of the machine.
 *
 * @param hostname the name by which it wants to be known
 * @param ip its address, IPv4 or IPv6
 * @param port its port
 * @param version its version, empty when it does not say
 */
public record LeadingMaster(String hostname, String ip, int port, String version) {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int MAX_PORT = 65_535;

  /**
   * Reads the content of such a node.
   *
   * @throws IOException when it is none; a sentence for the user
   */
  public static LeadingMaster decode(byte[] data) throws IOException {
    JsonNode info;
    try {
      info = JSON.readTree(data);
    } catch (IOException e) {
      throw new IOException("MasterInfo: " + data.length + " bytes (expected: JSON)", e);
    }
    String ip = info.at("/address/ip").asText("");
    String hostname = info.at("/address/hostname").asText(info.path("hostname").asText(""));
    int port = info.at("/address/port").asInt(info.path("port").asInt(0));
    if (port < 1 || port > MAX_PORT || (ip.isEmpty() && hostname.isEmpty())) {
      throw new IOException(
          "MasterInfo: host \""
              + hostname
              + "\", ip \""
              + ip
              + "\", port "
              + port
              + " (expected: an address with a host or an ip, and a port)");
    }
    return new LeadingMaster(
        hostname.isEmpty() ? ip : hostname,
        ip.isEmpty() ? hostname : ip,
        port,
        info.path("version").asText(""));
  }
}
