package com.example.jobs;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A search server that answers a quarter of a second later. It is made up, and indexes nothing. */
final class SearchIndex {

  private static final int DOCUMENTS_OF_A_PAGE = 500;
  private static final Executor ANSWER =
      CompletableFuture.delayedExecutor(250, TimeUnit.MILLISECONDS);

  /** Adds a page; completed with the number of documents when the server has answered. */
  CompletableFuture<Integer> add(String index, int page) {
    return CompletableFuture.supplyAsync(() -> DOCUMENTS_OF_A_PAGE, ANSWER);
  }
}
