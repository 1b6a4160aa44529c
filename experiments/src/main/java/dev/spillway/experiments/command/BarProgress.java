package dev.spillway.experiments.command;

import dev.spillway.experiments.lab.Progress;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on the error stream: each answer moves it on. */
final class BarProgress implements Progress, AutoCloseable {
  private static final int INTERVAL_MILLIS = 250;
  private static final int WIDTH = 100;

  private final ProgressBar bar;

  BarProgress(String task) {
    bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(INTERVAL_MILLIS)
            .setMaxRenderedLength(WIDTH)
            .hideEta()
            .setInitialMax(1)
            .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
            .build();
  }

  @Override
  public void total(long steps) {
    bar.maxHint(steps);
  }

  @Override
  public void step() {
    bar.step();
  }

  @Override
  public void now(String what) {
    bar.setExtraMessage(" " + what);
  }

  @Override
  public void close() {
    bar.close();
  }
}
