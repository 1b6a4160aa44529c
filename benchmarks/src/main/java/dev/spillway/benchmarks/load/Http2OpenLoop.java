package dev.spillway.benchmarks.load;

import dev.spillway.benchmarks.peer.Certificate;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What {@link OpenLoop} is, for HTTP/2: by Netty's codec, on a few connections with several
 * requests at once on each, as {@link H2load} has them. One thread.
 */
final class Http2OpenLoop implements Pace.Clients {
  static final int WARM_UP_SECONDS = 2;

  private final ManualIoEventLoop eventLoop =
      new ManualIoEventLoop(Thread.currentThread(), NioIoHandler.newFactory());
  private final Http2Headers request;
  private final Histogram latencies = new Histogram(Pace.LONGEST_MICROS, 3);
  private final List<Connection> connections = new ArrayList<>();
  private final ArrayDeque<Connection> free = new ArrayDeque<>(); // as often as it has room
  private long unanswered;
  private IOException failure; // null: all is well

  private Http2OpenLoop(FixedLoad load) {
    request =
        new DefaultHttp2Headers()
            .method("GET")
            .scheme(load.wire().scheme())
            .authority("localhost:" + load.port())
            .path(load.path());
  }

  /** Runs, in this thread. */
  static FixedRate.Outcome run(FixedLoad load) throws IOException {
    Http2OpenLoop loop = new Http2OpenLoop(load);
    try {
      loop.connect(load);
      new Pace(load.rate(), WARM_UP_SECONDS).run(loop);
      loop.latencies.reset();
      Pace pace = new Pace(load.rate(), load.seconds());
      pace.run(loop);
      return FixedRate.Outcome.of(loop.latencies, pace);
    } finally {
      loop.close();
    }
  }

  private void connect(FixedLoad load) throws IOException {
    SslContext tls = load.wire().tls() ? tls() : null;
    Bootstrap bootstrap =
        new Bootstrap()
            .group(eventLoop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    if (tls != null) {
                      channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                    }
                    channel.pipeline().addLast(new Connection(channel).handler);
                  }
                });
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), load.port());
    for (int i = Math.max(1, load.connections() / H2load.AT_ONCE); i > 0; i--) {
      await(bootstrap.connect(address));
    }
    for (int i = Math.min(H2load.AT_ONCE, load.connections()); i > 0; i--) {
      free.addAll(connections);
    }
  }

  private static SslContext tls() throws IOException {
    return SslContextBuilder.forClient()
        .trustManager(InsecureTrustManagerFactory.INSTANCE)
        .endpointIdentificationAlgorithm(null)
        .protocols("TLSv1.3")
        .ciphers(List.of(Certificate.CIPHER_SUITE))
        .applicationProtocolConfig(
            new ApplicationProtocolConfig(
                ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                "h2"))
        .build();
  }

  private void await(Future<?> future) throws IOException {
    while (!future.isDone()) {
      eventLoop.runNow();
    }
    if (!future.isSuccess()) {
      throw new IOException("no connection", future.cause());
    }
  }

  private void close() {
    connections.forEach(connection -> connection.channel.close());
    eventLoop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
    while (!eventLoop.isTerminated()) {
      eventLoop.runNow();
    }
  }

  @Override
  public boolean hasFree() {
    return !free.isEmpty();
  }

  @Override
  public boolean unanswered() {
    return unanswered > 0;
  }

  @Override
  public void send(long dueAt) {
    unanswered++;
    free.poll().send(dueAt);
  }

  @Override
  public boolean turn() throws IOException {
    connections.forEach(Connection::flush);
    boolean rested = eventLoop.runNow() == 0;
    if (failure != null) {
      throw failure;
    }
    return !rested;
  }

  private final class Connection extends Http2EventAdapter {
    private final Channel channel;
    private final DefaultHttp2Connection streams = new DefaultHttp2Connection(false);
    private final Http2ConnectionHandler handler =
        new Http2ConnectionHandlerBuilder()
            .connection(streams)
            .frameListener(this)
            .initialSettings(new Http2Settings().pushEnabled(false))
            .build();
    private final Map<Integer, Long> due = new HashMap<>();
    private boolean written;

    Connection(Channel channel) {
      this.channel = channel;
      connections.add(this);
      channel.closeFuture().addListener(closed -> failed("the proxy closed a connection"));
    }

    void send(long dueAt) {
      int stream = streams.local().incrementAndGetNextStreamId();
      due.put(stream, dueAt);
      ChannelHandlerContext context = channel.pipeline().context(handler);
      handler.encoder().writeHeaders(context, stream, request, 0, true, channel.newPromise());
      written = true;
    }

    void flush() {
      if (written) {
        written = false;
        channel.flush();
      }
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext context,
        int stream,
        Http2Headers headers,
        int padding,
        boolean endOfStream) {
      if (!"200".contentEquals(headers.status())) {
        failed("expected status 200, found " + headers.status());
      }
      if (endOfStream) {
        answered(stream);
      }
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext context,
        int stream,
        Http2Headers headers,
        int dependency,
        short weight,
        boolean exclusive,
        int padding,
        boolean endOfStream) {
      onHeadersRead(context, stream, headers, padding, endOfStream);
    }

    @Override
    public int onDataRead(
        ChannelHandlerContext context, int stream, ByteBuf data, int padding, boolean endOfStream) {
      if (endOfStream) {
        answered(stream);
      }
      return data.readableBytes() + padding;
    }

    private void answered(int stream) {
      latencies.recordValue(Pace.micros(System.nanoTime() - due.remove(stream)));
      unanswered--;
      free.add(this);
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext context, int stream, long errorCode) {
      failed("a request was reset with code " + errorCode);
    }

    @Override
    public void onGoAwayRead(
        ChannelHandlerContext context, int lastStream, long errorCode, ByteBuf text)
        throws Http2Exception {
      failed("the proxy takes no further requests on a connection, with code " + errorCode);
    }

    private void failed(String what) {
      if (failure == null) { // what comes later is most likely for that reason
        failure = new IOException(what);
      }
    }
  }
}
