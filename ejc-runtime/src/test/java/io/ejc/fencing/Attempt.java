package io.ejc.fencing;

import io.ejc.api.Fence;
import io.ejc.api.ShardingContext;
import java.lang.reflect.Proxy;

/** What an attempt knows, as far as its fence asks. */
final class Attempt {

  private Attempt() {}

  static Fence fence(long token) {
    return Fence.of(context(token));
  }

  static ShardingContext context(long token) {
    return (ShardingContext)
        Proxy.newProxyInstance(
            Attempt.class.getClassLoader(),
            new Class<?>[] {ShardingContext.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getJobName" -> "settle";
                  case "getShardingItem" -> 2;
                  case "getFencingToken" -> token;
                  default -> throw new AssertionError(method + " is not asked for");
                });
  }
}
