package io.ejc.internal.execute;

import io.ejc.api.HttpFailedException;
import io.ejc.api.HttpJob;
import io.ejc.api.spi.ItemExecution;
import io.ejc.api.spi.JobItemExecutor;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** HTTP jobs: one request, whose whole exchange is bounded in time, and its answer in memory. */
final class HttpItems implements JobItemExecutor<HttpJob> {

  /** The name of the header that ElasticJob sends too. */
  private static final String CONTEXT_HEADER = "shardingContext";

  /** A client has threads of its own; jobs with one connect timeout share theirs. */
  private final Map<Duration, HttpClient> clients = new ConcurrentHashMap<>();

  @Override
  public Class<HttpJob> getJobInterface() {
    return HttpJob.class;
  }

  @Override
  public void process(HttpJob job, ItemExecution item) throws Exception {
    HttpRequest asked = job.request(item.context());
    Duration longest = asked.timeout().orElseGet(job::timeout);
    HttpRequest request =
        HttpRequest.newBuilder(asked, (name, value) -> true)
            .setHeader(CONTEXT_HEADER, item.context().toJson())
            .timeout(longest)
            .build();
    HttpResponse<String> answer = exchange(client(job.connectTimeout()), request, longest);
    int status = answer.statusCode();
    if (!job.succeeds(status)) {
      throw new HttpFailedException(
          status, line(request) + ": answered " + status + said(answer.body()));
    }
  }

  private static HttpResponse<String> exchange(
      HttpClient client, HttpRequest request, Duration longest) throws Exception {
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(request, head -> new AnswerStart());
    try {
      return answer.get(longest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException(
          line(request) + ": not answered within " + longest.toMillis() + " ms");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      answer.cancel(true);
    }
  }

  private HttpClient client(Duration connectTimeout) {
    return clients.computeIfAbsent(
        connectTimeout,
        timeout ->
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(timeout)
                .build());
  }

  /** Without the query, which may hold what nobody should read. */
  private static String line(HttpRequest request) {
    String uri = request.uri().toString();
    int query = uri.indexOf('?');
    return request.method() + " " + (query < 0 ? uri : uri.substring(0, query));
  }

  private static String said(String body) {
    return body.isBlank() ? "" : ": " + body.strip();
  }
}
