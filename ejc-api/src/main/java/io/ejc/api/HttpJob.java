package io.ejc.api;

import java.net.http.HttpRequest;
import java.time.Duration;

/**
 * A job whose work is an HTTP request that its executor sends from the agent. The request carries
 * the context as JSON ({@link ShardingContext#toJson()}) in the header {@code shardingContext}.
 *
 * <p>Needs the JDK's module {@code java.net.http}. Redirects are followed, but never from https to
 * http. Of the answer's body no more is kept than its beginning, for the message of a failure. A
 * killed item gives the request up; what the server does with it is the server's.
 */
public interface HttpJob {

  /**
   * Says what is requested. A request without a {@link HttpRequest#timeout() timeout} gets {@link
   * #timeout()}.
   *
   * @param context which item this is, never null
   * @return the request
   * @throws Exception whatever made the item fail
   */
  HttpRequest request(ShardingContext context) throws Exception;

  /**
   * Whether an answer means that the item succeeded; any other fails it with a {@link
   * HttpFailedException}. Default: 200 to 299.
   *
   * @param status the answer's status code
   */
  default boolean succeeds(int status) {
    return status >= 200 && status < 300;
  }

  /** How long connecting may take. Default: 3 seconds. */
  default Duration connectTimeout() {
    return Duration.ofSeconds(3);
  }

  /**
   * How long the whole exchange may take, from connecting to the end of the answer's body, where
   * the request itself has no timeout. Default: 30 seconds.
   */
  default Duration timeout() {
    return Duration.ofSeconds(30);
  }
}
