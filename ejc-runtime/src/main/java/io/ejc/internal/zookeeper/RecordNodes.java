package io.ejc.internal.zookeeper;

import io.ejc.internal.record.RunStore.Change;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.data.ACL;

/**
 * The nodes that hold the records, as the leader knows them: nobody else writes while it leads.
 * Turns changes into operations that succeed.
 *
 * <p>A node with content is a record; one without is only the parent of others. Parents are created
 * with their first child and stay when the last one is removed.
 */
final class RecordNodes {

  private static final byte[] NO_CONTENT = {};
  private static final int ANY_VERSION = -1;

  /** What an operation has beside path and content: its header, flags, lengths and rights. */
  private static final int OVERHEAD_BYTES = 128;

  private final String top;
  private final NavigableSet<String> nodes;
  private final List<ACL> acl;

  /**
   * Starts from what was read.
   *
   * @param top the node below which the records are; it exists
   * @param nodes the paths of all nodes, {@code top} included; changed by this object from now on
   * @param acl the rights of what is created
   */
  RecordNodes(String top, NavigableSet<String> nodes, List<ACL> acl) {
    this.top = top;
    this.nodes = nodes;
    this.acl = acl;
  }

  /**
   * Operations that carry one change out.
   *
   * @param path the change's path
   * @param operations in order; none when there is nothing to do
   * @param bytes about how much they weigh in a request
   */
  record Write(String path, List<Op> operations, int bytes) {}

  /** The operations for a change; from now on the change counts as done. */
  Write write(Change change) {
    String node = node(change.path());
    List<Op> operations = new ArrayList<>();
    int bytes = 0;
    if (change instanceof Change.Put put) {
      for (int slash = node.indexOf('/', top.length() + 1);
          slash > 0;
          slash = node.indexOf('/', slash + 1)) {
        String parent = node.substring(0, slash);
        if (nodes.add(parent)) {
          operations.add(Op.create(parent, NO_CONTENT, acl, CreateMode.PERSISTENT));
          bytes += weight(parent);
        }
      }
      operations.add(
          nodes.add(node)
              ? Op.create(node, put.bytes(), acl, CreateMode.PERSISTENT)
              : Op.setData(node, put.bytes(), ANY_VERSION));
      bytes += weight(node) + put.bytes().length;
    } else {
      // '0' follows '/': all that begins with the path and a slash lies between the two.
      NavigableSet<String> below = nodes.subSet(node + '/', true, node + '0', false);
      for (String child : below.descendingSet()) {
        operations.add(Op.delete(child, ANY_VERSION));
        bytes += weight(child);
      }
      below.clear();
      if (nodes.remove(node)) {
        operations.add(Op.delete(node, ANY_VERSION));
        bytes += weight(node);
      }
    }
    return new Write(change.path(), operations, bytes);
  }

  /** The records among nodes that were read. */
  static Map<String, byte[]> records(String top, Map<String, byte[]> contents) {
    Map<String, byte[]> records = new HashMap<>();
    contents.forEach(
        (node, bytes) -> {
          if (node.length() > top.length()) {
            records.put(node.substring(top.length() + 1).replace("%2E", "."), bytes);
          }
        });
    return records;
  }

  /** ZooKeeper takes neither "." nor ".." for a name, and no record path has a percent sign. */
  private String node(String path) {
    StringBuilder node = new StringBuilder(top);
    for (String segment : path.split("/", -1)) {
      boolean relative = segment.equals(".") || segment.equals("..");
      node.append('/').append(relative ? segment.replace(".", "%2E") : segment);
    }
    return node.toString();
  }

  private static int weight(String path) {
    return path.getBytes(StandardCharsets.UTF_8).length + OVERHEAD_BYTES;
  }
}
