package io.ejc.internal.zookeeper;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * Reads a node and all below it, with many questions under way at once but never more than a window
 * of them. Each answer, on the client's event thread, sends the next questions.
 */
final class TreeReader {

  private static final int WINDOW = 128;

  private final ZooKeeper handle;
  private final CompletableFuture<Tree> done = new CompletableFuture<>();
  private final Deque<Question> waiting = new ArrayDeque<>();
  private final NavigableSet<String> nodes = new TreeSet<>();
  private final Map<String, byte[]> contents = new HashMap<>();
  private int underWay;

  private TreeReader(ZooKeeper handle) {
    this.handle = handle;
  }

  /**
   * What was read.
   *
   * @param nodes the paths of all nodes
   * @param contents the contents of those that are not empty
   */
  record Tree(NavigableSet<String> nodes, Map<String, byte[]> contents) {}

  private record Question(String path, boolean forChildren) {}

  static CompletableFuture<Tree> read(ZooKeeper handle, String top) {
    TreeReader reader = new TreeReader(handle);
    reader.ask(new Question(top, false));
    return reader.done;
  }

  private synchronized void ask(Question first) {
    waiting.add(first);
    askMore();
  }

  private void askMore() {
    while (underWay < WINDOW && !waiting.isEmpty() && !done.isDone()) {
      underWay++;
      Question question = waiting.remove();
      if (question.forChildren()) {
        handle.getChildren(
            question.path(),
            false,
            (int rc, String path, @Nullable Object context, @Nullable List<String> names) ->
                answered(rc, path, () -> children(path, names)),
            null);
      } else {
        handle.getData(
            question.path(),
            false,
            (int rc,
                String path,
                @Nullable Object context,
                byte @Nullable [] bytes,
                @Nullable Stat stat) -> answered(rc, path, () -> node(path, bytes, stat)),
            null);
      }
    }
  }

  private synchronized void answered(int rc, String path, Runnable take) {
    underWay--;
    if (rc == Code.OK.intValue()) {
      take.run();
    } else if (rc != Code.NONODE.intValue()) {
      done.completeExceptionally(Session.failure(rc, path));
    }
    askMore();
    if (underWay == 0 && waiting.isEmpty()) {
      done.complete(new Tree(nodes, contents));
    }
  }

  private void node(String path, byte @Nullable [] bytes, @Nullable Stat stat) {
    nodes.add(path);
    if (bytes != null && bytes.length > 0) {
      contents.put(path, bytes);
    }
    if (stat != null && stat.getNumChildren() > 0) {
      waiting.add(new Question(path, true));
    }
  }

  private void children(String path, @Nullable List<String> names) {
    if (names != null) {
      names.forEach(name -> waiting.add(new Question(path + '/' + name, false)));
    }
  }
}
