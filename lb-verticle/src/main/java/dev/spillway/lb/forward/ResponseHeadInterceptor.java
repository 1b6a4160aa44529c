package dev.spillway.lb.forward;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.streams.ReadStream;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.impl.HttpContext;
import io.vertx.ext.web.client.impl.WebClientInternal;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;

/**
 * Shows a WebClient's request when its connection stands, and its response when the head is there.
 * WebClient's public interface shows a response only with its whole body, or pipes the body before
 * the head can be seen; a proxy needs the head first. This is the one class that uses the client's
 * unpublished interceptors; {@code ResponseHeadInterceptorTest} pins what it relies on.
 */
final class ResponseHeadInterceptor implements Handler<HttpContext<?>> {

  /** Who sends a request. Called on the event loop that sent it. */
  interface Sender {
    /**
     * The connection stands and nothing is sent yet.
     *
     * @return false if nothing is to be sent any more; the connection then stays usable
     */
    boolean connected(HttpClientRequest request);

    /** The head is there. The response is paused and now the sender's; nobody else reads it. */
    void responded(HttpClientResponse response);
  }

  private ResponseHeadInterceptor() {}

  /** Makes {@link #send} work with a client; to be called once for each. */
  static void install(WebClient client) {
    ((WebClientInternal) client).addInterceptor(new ResponseHeadInterceptor());
  }

  /**
   * Sends a request of a client that has this interceptor.
   *
   * @param body the body, or null for none
   * @return fails if the request ends without a response; else never completes, as the response was
   *     handed to the sender
   */
  static Future<?> send(HttpRequest<Buffer> request, ReadStream<Buffer> body, Sender sender) {
    HttpRequest<Void> tagged = request.as(new SenderTag(sender));
    return body == null ? tagged.send() : tagged.sendStream(body);
  }

  @Override
  public void handle(HttpContext<?> context) {
    if (!(context.request().bodyCodec() instanceof SenderTag tag)) {
      context.next();
      return;
    }
    switch (context.phase()) {
      case SEND_REQUEST -> {
        if (tag.sender().connected(context.clientRequest())) {
          context.next();
        } else {
          context.clientRequest().reset();
        }
      }
      case RECEIVE_RESPONSE -> tag.sender().responded(context.clientResponse());
      default -> context.next();
    }
  }

  /** Carries the sender with its request; never decodes anything. */
  private record SenderTag(Sender sender) implements BodyCodec<Void> {
    @Override
    public BodyStream<Void> stream() {
      throw new IllegalStateException("the response was handed to its sender");
    }
  }
}
