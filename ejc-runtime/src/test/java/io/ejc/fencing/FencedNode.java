package io.ejc.fencing;

import io.ejc.api.FenceCell;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/** A ZooKeeper node that keeps the highest token. */
record FencedNode(ZooKeeper zooKeeper, String path) implements FenceCell<Exception> {

  @Override
  public Optional<Held> read() throws Exception {
    try {
      Stat stat = new Stat();
      byte[] data = zooKeeper.getData(path, false, stat);
      long token = Long.parseLong(new String(data, StandardCharsets.US_ASCII));
      return Optional.of(new Held(token, stat.getVersion()));
    } catch (KeeperException.NoNodeException e) {
      return Optional.empty();
    }
  }

  @Override
  public OptionalLong write(Optional<Held> before, long token) throws Exception {
    byte[] data = Long.toString(token).getBytes(StandardCharsets.US_ASCII);
    try {
      if (before.isEmpty()) {
        zooKeeper.create(path, data, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        return OptionalLong.of(0);
      }
      int version = (int) before.get().version();
      return OptionalLong.of(zooKeeper.setData(path, data, version).getVersion());
    } catch (KeeperException.NodeExistsException | KeeperException.BadVersionException e) {
      return OptionalLong.empty();
    }
  }
}
