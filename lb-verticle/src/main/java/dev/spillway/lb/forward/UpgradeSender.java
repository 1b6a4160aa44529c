package dev.spillway.lb.forward;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;

/**
 * Sends a request that asks for another protocol. WebClient has no such requests, so this takes the
 * client below it; what comes of it is told as {@link ResponseHeadInterceptor} tells it.
 */
final class UpgradeSender {
  private UpgradeSender() {}

  /**
   * Sends it.
   *
   * @param fields all of its header fields
   * @return fails if the request ends without a response; else the response was handed to the
   *     sender
   */
  static Future<Void> send(
      HttpClient client,
      RequestOptions options,
      MultiMap fields,
      ResponseHeadInterceptor.Sender sender) {
    return client
        .request(options)
        .compose(
            request -> {
              request.exceptionHandler(cause -> {}); // the failed response says the same
              request.headers().setAll(fields);
              if (!sender.connected(request)) {
                return request.reset().<HttpClientResponse>mapEmpty().otherwiseEmpty();
              }
              return request.connect();
            })
        .map(
            response -> {
              if (response != null) {
                sender.responded(response);
              }
              return null;
            });
  }
}
