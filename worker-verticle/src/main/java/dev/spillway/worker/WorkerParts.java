package dev.spillway.worker;

import dev.spillway.worker.runtime.ServerRuntime;
import io.vertx.core.Vertx;
import java.util.function.Consumer;

/**
 * What every part of a worker needs.
 *
 * @param worker this worker's id, unique to one run
 * @param runtime starts and stops servers; answers on the worker's loop
 * @param lookAgain asks for a sweep of the pool of that name at once: something changed
 */
record WorkerParts(
    Vertx vertx,
    String worker,
    ServerRuntime runtime,
    HealthProbe probe,
    Announcer announcer,
    Consumer<String> lookAgain) {}
