package io.ejc.e2e.kinds;

import io.ejc.api.ElasticJob;
import io.ejc.api.HttpJob;
import io.ejc.api.ShardingContext;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;

/** Asks for what is refused, for what never comes, and in a way that is no request. */
@ElasticJob(
    name = "bad-requests",
    shardingTotalCount = 3,
    shardingItemParameters = "0=refused,1=never,2=not a path",
    jobParameter = "${search}",
    errorHandler = "IGNORE",
    cpuCount = 0.1,
    memoryMB = 16)
public final class BadRequests implements HttpJob {

  @Override
  public HttpRequest request(ShardingContext context) {
    String uri = context.getJobParameter() + "/" + context.getShardingParameter();
    return HttpRequest.newBuilder(URI.create(uri)).build();
  }

  @Override
  public Duration timeout() {
    return Duration.ofSeconds(1);
  }
}
