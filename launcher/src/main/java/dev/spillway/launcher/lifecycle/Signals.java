package dev.spillway.launcher.lifecycle;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGINT and SIGTERM: the first asks to stop in good order, the second to hurry, and the third ends
 * the JVM on the spot.
 *
 * <p>A shutdown hook would see the first alone, because the JVM ignores signals once hooks run. The
 * JVM's signal classes are outside of what javac lets us name without a warning, hence reflection.
 */
public final class Signals {
  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
  private static final Map<String, Integer> NUMBERS = Map.of("INT", 2, "TERM", 15);

  private final CompletableFuture<Integer> stop = new CompletableFuture<>();
  private final CompletableFuture<Integer> hurry = new CompletableFuture<>();
  private final AtomicInteger received = new AtomicInteger();

  /** Takes over nothing: signals come by {@link #receive} alone. */
  Signals() {}

  /** Takes the signals over from the JVM. */
  public static Signals install() {
    Signals signals = new Signals();
    try {
      for (String name : NUMBERS.keySet()) {
        handle(name, signals::receive);
      }
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      LOG.warn("this JVM leaves signals to the system: a stop will not be in good order", e);
    }
    return signals;
  }

  /** Completes with the number of the first signal. */
  public CompletableFuture<Integer> stop() {
    return stop;
  }

  /** Completes with the number of the second signal. */
  public CompletableFuture<Integer> hurry() {
    return hurry;
  }

  void receive(int number) {
    switch (received.incrementAndGet()) {
      case 1 -> stop.complete(number);
      case 2 -> hurry.complete(number);
      default -> Runtime.getRuntime().halt(128 + number);
    }
  }

  private static void handle(String name, IntConsumer receiver)
      throws ReflectiveOperationException {
    Class<?> signalClass = Class.forName("sun.misc.Signal");
    Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
    Object handler =
        Proxy.newProxyInstance(
            handlerClass.getClassLoader(),
            new Class<?>[] {handlerClass},
            (proxy, method, arguments) -> {
              if (method.getName().equals("handle")) {
                receiver.accept(NUMBERS.get(name));
              }
              return null;
            });
    Method handle = signalClass.getMethod("handle", signalClass, handlerClass);
    try {
      handle.invoke(null, signalClass.getConstructor(String.class).newInstance(name), handler);
    } catch (InvocationTargetException e) {
      // Such as a JVM run with -Xrs, which leaves signals to the system.
      throw new IllegalArgumentException("SIG" + name + " can't be handled", e.getCause());
    }
  }
}
