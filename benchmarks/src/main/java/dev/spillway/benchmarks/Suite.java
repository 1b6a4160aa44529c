package dev.spillway.benchmarks;

import dev.spillway.benchmarks.load.Sample;
import dev.spillway.benchmarks.micro.MeasuredAlgorithm;
import dev.spillway.benchmarks.peer.Wire;
import dev.spillway.benchmarks.report.Base;
import java.util.List;

/** All that is measured, most important first. */
final class Suite {
  private static final List<String> HAPROXY_AND_SPILLWAY = List.of("haproxy", "spillway");
  private static final int MAX_REPLICAS = 4;
  private static final int TINY_RATE = 200;

  private final Effort effort;
  private final boolean tiny;

  Suite(Effort effort) {
    this.effort = effort;
    this.tiny = effort == Effort.TINY;
  }

  List<Part> parts() {
    return List.of(
        ratios(
            "small",
            "A few bytes",
            "Throughput and CPU per request under saturation, then latencies at half of what the slowest can"
                + " take, and at half of what HAProxy can take; there, those of a proxy that can't take as much are"
                + " its queue's.",
            comparison(List.of("/"), Wire.HTTP1, Peers.ALL)),
        ratios(
            "bodies",
            "Larger bodies",
            "The same for answers of 1 KB, 100 KB and 10 MB, and for 1 KB from a server that sends the head first.",
            comparison(
                tiny ? List.of("/100k") : List.of("/1k", "/1k-apart", "/100k", "/10m"),
                Wire.HTTP1,
                tiny ? HAPROXY_AND_SPILLWAY : Peers.ALL)),
        ratios(
            "chunked",
            "Answers in chunks",
            "The same for answers of 1 KB and 100 KB whose server doesn't say how long they are, and sends them in"
                + " chunks of up to 32 KB.",
            comparison(
                tiny ? List.of("/chunked-100k") : List.of("/chunked-1k", "/chunked-100k"),
                Wire.HTTP1,
                tiny ? HAPROXY_AND_SPILLWAY : Peers.ALL)),
        ratios(
            "uploads",
            "Bodies of requests",
            "The same for requests with bodies of 1 KB, 100 KB and 1 MB, which the server answers by a few bytes"
                + " once it has read them.",
            comparison(
                tiny
                    ? List.of("/upload-100k")
                    : List.of("/upload-1k", "/upload-100k", "/upload-1m"),
                Wire.HTTP1,
                tiny ? HAPROXY_AND_SPILLWAY : Peers.ALL)),
        ratios(
            "tls",
            "TLS",
            "Clients speak TLS 1.3 with AES-256-GCM. Connections stay open for a turn: each begins with as many"
                + " handshakes as there are connections.",
            comparison(List.of("/"), Wire.TLS, tiny ? HAPROXY_AND_SPILLWAY : Peers.ALL)),
        ratios(
            "handshakes",
            "TLS handshakes",
            "Connections with TLS 1.3 that are closed as soon as they are agreed on, by one client after the other,"
                + " each with a full handshake and a key on the curve P-256. What is told per request is per"
                + " handshake here; the rate is for a good part the client's.",
            comparison(List.of("/"), Wire.HANDSHAKES, tiny ? HAPROXY_AND_SPILLWAY : Peers.ALL)),
        ratios(
            "http2",
            "HTTP/2",
            "Clients speak HTTP/2 without TLS, several requests at once on each connection; proxies speak"
                + " HTTP/1.1 with the backend.",
            comparison(List.of("/"), Wire.H2C, tiny ? HAPROXY_AND_SPILLWAY : Peers.ALL)),
        servers(),
        loops(),
        idle(),
        elasticity("process"),
        elasticity("docker"),
        micro());
  }

  private Part ratios(String name, String title, String text, Measurement measurement) {
    return new Part(
        name,
        title,
        text,
        measurement,
        Base.FIRST,
        List.of(Sample.THROUGHPUT, Sample.CPU, Sample.P99),
        false);
  }

  private Comparison comparison(List<String> paths, Wire wire, List<String> peers) {
    return new Comparison(
        plan(paths, wire, latency(paths, wire), high(paths, wire), false),
        Contestant.all(Peers.named(peers), List.of(1), List.of(1)));
  }

  /** In a short run only where it says most. */
  private boolean latency(List<String> paths, Wire wire) {
    if (wire == Wire.HANDSHAKES) {
      return false;
    }
    return switch (effort) {
      case FULL -> true;
      case SHORT -> wire == Wire.HTTP1 && paths.contains("/");
      case TINY -> paths.contains("/");
    };
  }

  private boolean high(List<String> paths, Wire wire) {
    return !tiny && wire == Wire.HTTP1 && paths.contains("/");
  }

  private Plan plan(
      List<String> paths, Wire wire, boolean latency, boolean high, boolean together) {
    return new Plan(
        paths,
        wire,
        effort.connections,
        effort.warmUp,
        effort.rounds,
        effort.seconds,
        latency,
        tiny ? TINY_RATE : 0,
        high,
        together);
  }

  private Part servers() {
    return new Part(
        "servers",
        "A pool of 1,000 servers",
        "Each proxy with 2 servers and with many, all in turn in the same rounds; ratios are to its own cost with 2."
            + " HAProxy looks every second whether each server lives, Spillway only at those that serve nothing,"
            + " which are all of them at rest.",
        new Comparison(
            plan(List.of("/"), Wire.HTTP1, false, false, false),
            Contestant.all(
                Peers.named(tiny ? List.of("spillway") : HAPROXY_AND_SPILLWAY),
                List.of(1),
                List.of(2, tiny ? 20 : 1_000))),
        Base.OWN_FIRST,
        List.of(Sample.CPU),
        false);
  }

  private Part loops() {
    return new Part(
        "loops",
        "Two event loops",
        "Each proxy with one thread that serves requests and with two; ratios are to its own with one."
            + " Proxies, clients and backend share two processors here, without pinning, so throughput can't"
            + " double: it can grow until both processors are busy. That the cost per request stays as it was"
            + " is what shows that loops don't stand in each other's way.",
        new Comparison(
            plan(List.of("/"), Wire.HTTP1, false, false, true),
            Contestant.all(
                Peers.named(tiny ? List.of("spillway") : List.of("haproxy", "nginx", "spillway")),
                List.of(1, 2),
                List.of(1))),
        Base.OWN_FIRST,
        List.of(Sample.THROUGHPUT, Sample.CPU),
        false);
  }

  private Part idle() {
    return new Part(
        "idle",
        "Idle connections",
        "Resident memory after a short load, and what each kept-alive connection adds to it.",
        new IdleMeasurement(
            Peers.named(tiny ? HAPROXY_AND_SPILLWAY : Peers.ALL),
            effort.idleConnections,
            effort.idleRounds),
        null,
        List.of(Sample.IDLE_CONNECTION),
        false);
  }

  private Part elasticity(String runtime) {
    return new Part(
        "elasticity-" + runtime,
        "Elasticity, runtime " + runtime,
        "One request more than the only server takes, until it is answered by the server started for it, less"
            + " the time that this was told to wait; and many requests at once at a pool of one server.",
        new ElasticityMeasurement(runtime, effort.overflows, effort.burst, tiny ? 2 : MAX_REPLICAS),
        null,
        List.of(Sample.DECIDE, Sample.CREATE, Sample.START, Sample.READY, Sample.FORWARD),
        true);
  }

  private Part micro() {
    return new Part(
        "micro",
        "Permits and balancing",
        "By JMH, with 32 requests in flight all the while: the oldest ends and another comes. A permit is"
            + " taken and given back with all that a request passes (a lock, the queue, the choice); a pick is"
            + " the choice alone.",
        new MicroMeasurement(
            tiny ? List.of(MeasuredAlgorithm.IN_TURN) : MeasuredAlgorithm.names(),
            tiny ? List.of("2") : List.of("2", "10", "1000"),
            tiny ? 1 : 3,
            tiny ? 1 : 5,
            effort.microMillis),
        null,
        List.of(Sample.CALL),
        false);
  }
}
