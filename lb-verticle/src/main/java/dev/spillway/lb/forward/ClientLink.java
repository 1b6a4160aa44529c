package dev.spillway.lb.forward;

import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;

/** What a request knows of the connection it came on, beyond what Vert.x tells. */
public interface ClientLink {
  /** A connection of which nothing more is known. */
  ClientLink UNKNOWN =
      new ClientLink() {
        @Override
        public HttpHeaders trailers() {
          return EmptyHttpHeaders.INSTANCE;
        }

        @Override
        public void closing() {}

        @Override
        public void closeOutput() {}

        @Override
        public void reset() {}
      };

  /** The trailers of the request's body, once it has ended; often none. */
  HttpHeaders trailers();

  /** The answer is the connection's last: further requests on it are not served. */
  void closing();

  /** Tells the client that nothing more comes, so that it need not wait for the close. */
  void closeOutput();

  /** Closes so that the client can't take it for an orderly end. */
  void reset();
}
