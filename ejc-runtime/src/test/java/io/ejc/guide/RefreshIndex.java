package io.ejc.guide;

import io.ejc.api.ElasticJob;
import io.ejc.api.HttpJob;
import io.ejc.api.ShardingContext;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;

/** The HTTP job of the guide. */
@ElasticJob(
    name = "refresh-index",
    shardingTotalCount = 2,
    shardingItemParameters = "0=products,1=articles",
    jobParameter = "${search:http://search.example.com:9200}",
    retries = 2,
    failOn = IllegalArgumentException.class)
public final class RefreshIndex implements HttpJob {

  @Override
  public HttpRequest request(ShardingContext context) {
    return HttpRequest.newBuilder(
            URI.create(context.getJobParameter() + "/" + context.getShardingParameter()))
        .POST(BodyPublishers.ofString("{\"refresh\":true}"))
        .header("Content-Type", "application/json")
        .timeout(Duration.ofMinutes(2))
        .build();
  }

  @Override
  public boolean succeeds(int status) {
    return status == 200 || status == 404; // nothing there is nothing to refresh
  }
}
