package dev.spillway.experiments.lab;

/** Is told how far an experiment is. Safe for use by several threads. */
public interface Progress {
  /** Says nothing. */
  Progress NONE =
      new Progress() {
        @Override
        public void total(long steps) {}

        @Override
        public void step() {}

        @Override
        public void now(String what) {}
      };

  /** How many steps it will be. */
  void total(long steps);

  /** One more step is done. */
  void step();

  /** What is done now, in a few words. */
  void now(String what);
}
